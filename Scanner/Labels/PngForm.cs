using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Lotmark.Scanner.Labels;

/// <summary>A label as PNG (third edition), in shades of grey, with its size in millimetres, so that it prints at that size.</summary>
internal static class PngForm
{
    private const double InchesAMetre = 1 / 0.0254;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The file.</summary>
    public static byte[] Of(LabelPicture picture)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR", [.. Big(picture.Width), .. Big(picture.Height), 8, 0, 0, 0, 0]); // eight bits of grey
        var dotsAMetre = Big((int)Math.Round(picture.Dpi * InchesAMetre));
        Chunk(file, "pHYs", [.. dotsAMetre, .. dotsAMetre, 1]);
        Chunk(file, "IDAT", Rows(picture));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Rows(LabelPicture picture)
    {
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Optimal))
        {
            for (var row = 0; row < picture.Height; row++)
            {
                packed.WriteByte(0); // no filter
                packed.Write(picture.Row(row));
            }
        }
        return rows.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(Big(data.Length));
        file.Write(named);
        file.Write(Big((int)Checksum(named)));
    }

    // CRC-32 of ISO 3309 (PNG, annex D)
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var rest = uint.MaxValue;
        foreach (var one in bytes)
        {
            rest ^= one;
            for (var bit = 0; bit < 8; bit++) rest = (rest & 1) == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB88320;
        }
        return ~rest;
    }

    private static byte[] Big(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
