using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tiles;

/// <summary>
/// Roots and proofs (RFC 6962, sections 2.1.1 and 2.1.2) computed from stored tiles. Nothing is checked here. A tile may have
/// grown since the size asked for: only its beginning is used. A tile with too few hashes is an <see cref="ArgumentException" />.
/// </summary>
public static class TileProofs
{
    /// <summary>The tiles that <see cref="Inclusion" /> will ask for.</summary>
    public static IReadOnlyList<TileId> TilesForInclusion(long index, long size) => TilesOf(InclusionRanges(index, size));

    /// <summary>The inclusion path of a leaf, from its sibling up to the root's child.</summary>
    public static byte[][] Inclusion(long index, long size, Func<TileId, byte[]> tile) => Heads(InclusionRanges(index, size), tile);

    /// <summary>The tiles that <see cref="Consistency" /> will ask for.</summary>
    public static IReadOnlyList<TileId> TilesForConsistency(long oldSize, long newSize) => TilesOf(ConsistencyRanges(oldSize, newSize));

    /// <summary>The proof that the tree of <paramref name="oldSize" /> leaves is the beginning of that of <paramref name="newSize" />; 0 &lt; old &lt;= new.</summary>
    public static byte[][] Consistency(long oldSize, long newSize, Func<TileId, byte[]> tile) => Heads(ConsistencyRanges(oldSize, newSize), tile);

    /// <summary>The tiles that <see cref="Root" /> will ask for.</summary>
    public static IReadOnlyList<TileId> TilesForRoot(long size) => size == 0 ? [] : TilesOf([(0, size)]);

    /// <summary>The root of the tree of a size.</summary>
    public static byte[] Root(long size, Func<TileId, byte[]> tile) => size == 0 ? MerkleTree.EmptyRoot : Head(0, size, tile);

    // Leaves [From, To) whose heads make up a proof, in its order.
    private static List<(long From, long To)> InclusionRanges(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var ranges = new List<(long, long)>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + LeftSize(to - from);
            if (index < middle) (ranges, to) = (With(ranges, (middle, to)), middle);
            else (ranges, from) = (With(ranges, (from, middle)), middle);
        }
        ranges.Reverse();
        return ranges;
    }

    private static List<(long From, long To)> ConsistencyRanges(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var ranges = new List<(long, long)>();
        var (from, to, wholeOld) = (0L, newSize, true);
        while (oldSize != to)
        {
            var middle = from + LeftSize(to - from);
            if (oldSize <= middle) (ranges, to) = (With(ranges, (middle, to)), middle);
            else (ranges, from, wholeOld) = (With(ranges, (from, middle)), middle, false);
        }
        if (!wholeOld) ranges.Add((from, to));
        ranges.Reverse();
        return ranges;
    }

    private static List<(long, long)> With(List<(long, long)> ranges, (long, long) range)
    {
        ranges.Add(range);
        return ranges;
    }

    private static IReadOnlyList<TileId> TilesOf(IEnumerable<(long From, long To)> ranges) =>
        [.. ranges.SelectMany(r => Perfect(r.From, r.To)).Select(p => p.Tile).Distinct()];

    private static byte[][] Heads(IEnumerable<(long From, long To)> ranges, Func<TileId, byte[]> tile) => [.. ranges.Select(r => Head(r.From, r.To, tile))];

    // MTH(D[from:to]); from is a multiple of the largest power of two that is at most to - from. The perfect subtrees lie largest
    // first, so the smaller ones are joined first.
    private static byte[] Head(long from, long to, Func<TileId, byte[]> tile) =>
        Perfect(from, to).Select(p => Head(p, tile(p.Tile))).Reverse().Aggregate((right, left) => MerkleTree.NodeHash(left, right));

    private static byte[] Head(PerfectSubtree subtree, byte[] tile)
    {
        var (id, first, width) = subtree;
        if (tile.Length < (first + width) * MerkleTree.HashSize) throw new ArgumentException($"Tile {id.Level}/{id.Index} has fewer than {first + width} hashes.", nameof(tile));
        return MerkleTree.Root([.. Enumerable.Range(first, width).Select(i => tile.AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize).ToArray())]);
    }

    // The perfect subtrees that [from, to) falls into, each as a run of hashes inside one tile.
    private static IEnumerable<PerfectSubtree> Perfect(long from, long to)
    {
        while (from < to)
        {
            var height = (int)long.Log2(to - from);
            var (level, width) = (height / 8, 1 << height % 8);
            var first = from >> (8 * level);
            yield return new(new(level, first / TileId.FullWidth), (int)(first % TileId.FullWidth), width);
            from += 1L << height;
        }
    }

    private readonly record struct PerfectSubtree(TileId Tile, int First, int Width);

    // The largest power of two strictly less than n.
    private static long LeftSize(long n) => 1L << (int)long.Log2(n - 1);
}
