using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lotmark.Contracts.Tiles;

/// <summary>The address of a tile or entry bundle below the log's prefix, in its one spelling (C2SP tlog-tiles).</summary>
/// <param name="Tile">Which tile; bundles stand beside level 0.</param>
/// <param name="Width">Hashes or entries in it, 1 to 256; 256 is a full tile and has no <c>.p</c> suffix.</param>
/// <param name="Entries">Whether this is the bundle of entries instead of the tile of hashes.</param>
public readonly partial record struct TilePath(TileId Tile, int Width, bool Entries)
{
    private const int MaxLevel = 63;

    /// <summary>For example <c>tile/0/x001/x234/067.p/5</c> or <c>tile/entries/000</c>.</summary>
    public override string ToString()
    {
        var digits = Tile.Index.ToString(CultureInfo.InvariantCulture);
        digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
        var path = new StringBuilder("tile/").Append(Entries ? "entries" : Tile.Level.ToString(CultureInfo.InvariantCulture));
        for (var at = 0; at < digits.Length; at += 3) path.Append(at + 3 < digits.Length ? "/x" : "/").Append(digits, at, 3);
        if (Width != TileId.FullWidth) path.Append(CultureInfo.InvariantCulture, $".p/{Width}");
        return path.ToString();
    }

    /// <summary>Takes the one spelling and no other.</summary>
    public static bool TryParse([NotNullWhen(true)] string? path, out TilePath tile)
    {
        tile = default;
        if (path is null || path.Length > 64 || Form().Match(path) is not { Success: true } match) return false;
        var index = string.Concat(match.Groups["n"].Captures.Select(c => c.Value));
        if (!long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        var entries = match.Groups["l"].Value == "entries";
        var level = entries ? 0 : int.Parse(match.Groups["l"].ValueSpan, CultureInfo.InvariantCulture);
        var width = match.Groups["w"].Success ? int.Parse(match.Groups["w"].ValueSpan, CultureInfo.InvariantCulture) : TileId.FullWidth;
        var parsed = new TilePath(new(level, number), width, entries);
        if (level > MaxLevel || width is < 1 or > TileId.FullWidth || number > MaxIndex(level) || parsed.ToString() != path) return false;
        tile = parsed;
        return true;
    }

    // Leaves are counted by a long: no tile starts behind 2^63. From level 7 on one tile spans more than that.
    private static long MaxIndex(int level) => level < 7 ? long.MaxValue >> ((level + 1) * 8) : long.MaxValue;

    [GeneratedRegex(@"^tile/(?<l>entries|[0-9]{1,2})(?:/x(?<n>[0-9]{3}))*/(?<n>[0-9]{3})(?:\.p/(?<w>[0-9]{1,3}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
