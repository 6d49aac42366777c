namespace Lotmark.Ledger.Tests.Lots.Documents;

/// <summary>The least that is a file of its kind.</summary>
internal static class SmallFiles
{
    public static byte[] Pdf(int padding = 0, string about = "") => [.. "%PDF-1.7\n"u8, .. System.Text.Encoding.ASCII.GetBytes(about), .. new byte[padding], .. "\ntrailer\n%%EOF\n"u8];

    public static byte[] Jpeg => [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9];

    public static byte[] Png =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE,
        0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82,
    ];
}
