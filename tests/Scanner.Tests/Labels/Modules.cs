using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lotmark.Scanner.Tests.Labels;

/// <summary>A code's modules, read back from a drawing.</summary>
public sealed partial class Modules(int size)
{
    private const int PixelsPerModule = 4;

    private readonly bool[,] dark = new bool[size, size];

    /// <summary>The modules of a path made of runs such as <c>M4 4h7v1H4z</c>.</summary>
    public static Modules OfPath(string path, int size)
    {
        var modules = new Modules(size);
        foreach (Match run in Run().Matches(path))
        {
            var (column, row, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            for (var i = 0; i < length; i++) modules.dark[column + i, row] = true;
        }
        return modules;
    }

    /// <summary>The modules of lines in which a character is two modules, one above the other.</summary>
    public static Modules OfHalfBlocks(IReadOnlyList<string> lines)
    {
        var modules = new Modules(lines[0].Length);
        for (var column = 0; column < lines[0].Length; column++)
        {
            for (var line = 0; line < lines.Count; line++)
            {
                modules.dark[column, 2 * line] = lines[line][column] is '█' or '▀';
                if (2 * line + 1 < lines[0].Length) modules.dark[column, 2 * line + 1] = lines[line][column] is '█' or '▄';
            }
        }
        return modules;
    }

    /// <summary>The modules as a plain PBM.</summary>
    public byte[] ToPbm()
    {
        var side = size * PixelsPerModule;
        var text = new StringBuilder($"P1 {side} {side} ");
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++) text.Append(dark[x / PixelsPerModule, y / PixelsPerModule] ? '1' : '0');
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static int Number(Match run, int group) => int.Parse(run.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1H\d+z")]
    private static partial Regex Run();
}
