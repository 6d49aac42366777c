using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Lotmark.Scanner.Tests.Labels;

/// <summary>The dots of a label, read back from a file for printers.</summary>
public sealed partial class Dots
{
    private readonly bool[,] dark;

    private Dots(int width, int height) => (Width, Height, dark) = (width, height, new bool[width, height]);

    public int Width { get; }
    public int Height { get; }

    /// <summary>Dots a metre, if the file says it.</summary>
    public (int X, int Y)? DotsAMetre { get; private init; }

    public bool this[int x, int y] => dark[x, y];

    /// <summary>The dots of a PNG in eight bits of grey without filters.</summary>
    public static Dots OfPng(byte[] png)
    {
        var chunks = new Dictionary<string, byte[]>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks[Encoding.ASCII.GetString(png, at + 4, 4)] = png[(at + 8)..(at + 8 + length)];
            at += 12 + length;
        }
        int Number(string chunk, int at) => BinaryPrimitives.ReadInt32BigEndian(chunks[chunk].AsSpan(at));
        Assert.Equal([8, 0, 0, 0, 0], chunks["IHDR"][8..]);
        Assert.Equal(1, chunks["pHYs"][8]);
        var dots = new Dots(Number("IHDR", 0), Number("IHDR", 4)) { DotsAMetre = (Number("pHYs", 0), Number("pHYs", 4)) };

        using var rows = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        var row = new byte[dots.Width + 1];
        for (var y = 0; y < dots.Height; y++)
        {
            rows.ReadExactly(row);
            Assert.Equal(0, row[0]);
            for (var x = 0; x < dots.Width; x++) dots.dark[x, y] = row[x + 1] < 128;
        }
        return dots;
    }

    /// <summary>The dots of a label in ZPL II that is one graphic, in the compressed hexadecimal digits of the programming guide.</summary>
    public static Dots OfZpl(string zpl)
    {
        var label = Form().Match(zpl);
        Assert.True(label.Success, zpl[..Math.Min(200, zpl.Length)]);
        int Number(string name) => int.Parse(label.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        var (dots, rowDigits) = (new Dots(Number("width"), Number("height")), 2 * Number("row"));
        Assert.Equal(Number("row") * dots.Height, Number("bytes"));
        Assert.Equal((dots.Width + 7) / 8, Number("row"));

        var digits = Unpack(label.Groups["data"].Value, rowDigits);
        Assert.Equal(rowDigits * dots.Height, digits.Length);
        for (var y = 0; y < dots.Height; y++)
        {
            for (var x = 0; x < dots.Width; x++)
            {
                var digit = int.Parse(digits.AsSpan(y * rowDigits + x / 4, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                dots.dark[x, y] = (digit & 8 >> x % 4) != 0;
            }
        }
        return dots;
    }

    private static string Unpack(string data, int rowDigits)
    {
        var digits = new StringBuilder();
        var count = 0;
        foreach (var sign in data)
        {
            switch (sign)
            {
                case >= 'G' and <= 'Y':
                    count += sign - 'G' + 1;
                    break;
                case >= 'g' and <= 'z':
                    count += 20 * (sign - 'g' + 1);
                    break;
                case ',':
                    digits.Append('0', rowDigits - digits.Length % rowDigits);
                    break;
                case ':':
                    digits.Append(digits.ToString(digits.Length - rowDigits, rowDigits));
                    break;
                default:
                    digits.Append(sign, Math.Max(1, count));
                    count = 0;
                    break;
            }
        }
        return digits.ToString();
    }

    /// <summary>The dots as a plain PBM.</summary>
    public byte[] ToPbm()
    {
        var text = new StringBuilder($"P1 {Width} {Height} ");
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++) text.Append(dark[x, y] ? '1' : '0');
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Whether a rectangle has no dark dot.</summary>
    public bool AreWhite(int left, int top, int right, int bottom)
    {
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                if (dark[x, y]) return false;
            }
        }
        return true;
    }

    [GeneratedRegex(@"\A\^XA\n\^PW(?<width>\d+)\n\^LL(?<height>\d+)\n\^LH0,0\n\^FO0,0\^GFA,(?<bytes>\d+),\k<bytes>,(?<row>\d+),(?<data>[0-9A-Yg-z,:]*)\^FS\n\^XZ\n\z")]
    private static partial Regex Form();
}
