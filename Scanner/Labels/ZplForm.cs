using System.Globalization;
using System.Text;

namespace Lotmark.Scanner.Labels;

/// <summary>
/// A label for label printers, in ZPL II. All of it is one graphic: the printer needs no Chinese font, its own idea of a QR code does not
/// count, and no character of a lot number can be taken for a command.
/// </summary>
internal static class ZplForm
{
    private const int Threshold = 128;
    private const int MostInOneCount = 20;

    /// <summary>The file: one label, printed once.</summary>
    public static string Of(LabelPicture picture)
    {
        var rowBytes = (picture.Width + 7) / 8;
        var bytes = rowBytes * picture.Height;
        var zpl = new StringBuilder();
        zpl.Append(CultureInfo.InvariantCulture, $"^XA\n^PW{picture.Width}\n^LL{picture.Height}\n^LH0,0\n^FO0,0^GFA,{bytes},{bytes},{rowBytes},");
        var above = "";
        for (var row = 0; row < picture.Height; row++)
        {
            var digits = Digits(picture.Row(row), rowBytes);
            zpl.Append(digits == above ? ":" : Packed(digits));
            above = digits;
        }
        return zpl.Append("^FS\n^XZ\n").ToString();
    }

    private static string Digits(ReadOnlySpan<byte> dots, int rowBytes)
    {
        var bits = new byte[rowBytes];
        for (var column = 0; column < dots.Length; column++)
        {
            if (dots[column] < Threshold) bits[column / 8] |= (byte)(0x80 >> column % 8);
        }
        return Convert.ToHexString(bits);
    }

    // ZPL II Programming Guide, "Alternative Data Compression Scheme": G to Y say that the next digit comes 1 to 19 times, g to z 20 to
    // 400 times in steps of 20; a comma fills the row with zeros, a colon repeats the row above.
    private static string Packed(string digits)
    {
        var packed = new StringBuilder();
        var end = digits.AsSpan().TrimEnd('0').Length;
        for (var i = 0; i < end;)
        {
            var run = 1;
            while (i + run < end && digits[i + run] == digits[i]) run++;
            if (run >= MostInOneCount) packed.Append((char)('g' + run / MostInOneCount - 1));
            if (run > 1 && run % MostInOneCount > 0) packed.Append((char)('G' + run % MostInOneCount - 1));
            packed.Append(digits[i]);
            i += run;
        }
        if (end < digits.Length) packed.Append(',');
        return packed.ToString();
    }
}
