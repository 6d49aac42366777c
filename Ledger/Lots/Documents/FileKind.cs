using System.Buffers.Binary;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>What a file is, by its bytes: what a sender calls it means nothing.</summary>
public static class FileKind
{
    /// <summary>Bytes of the beginning that are looked at.</summary>
    public const int HeadLength = 32;

    /// <summary>Bytes of the end that are looked at.</summary>
    public const int TailLength = 1024;

    /// <summary>The media type; null when it is none of those taken, or cut off.</summary>
    /// <param name="head">The first <see cref="HeadLength" /> bytes, or all.</param>
    /// <param name="tail">The last <see cref="TailLength" /> bytes, or all.</param>
    public static string? Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        head.StartsWith("%PDF-"u8) && tail.IndexOf("%%EOF"u8) >= 0 ? "application/pdf" // ISO 32000-1, 7.5.2 and 7.5.5
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && tail.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0 ? "image/jpeg" // ITU-T T.81, B.1: SOI, a marker, EOI
        : IsPng(head, tail) ? "image/png"
        : null;

    /// <summary>How files of a kind are named.</summary>
    public static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        _ => "png",
    };

    // PNG 5.2 and 11.2: the signature, an IHDR of 13 bytes with a width and a height; the last chunk is an empty IEND.
    private static bool IsPng(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        head.Length >= 24
        && head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
        && head[12..].StartsWith("IHDR"u8)
        && BinaryPrimitives.ReadInt32BigEndian(head[16..]) > 0
        && BinaryPrimitives.ReadInt32BigEndian(head[20..]) > 0
        && tail.EndsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82]);
}
