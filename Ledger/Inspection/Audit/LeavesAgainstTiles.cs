using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>
/// Every tile holds the hashes that the leaves below it give. Level 0 is only read here: whether a leaf or its tile was changed is told
/// by the next signed root, so <see cref="LeavesAgainstRoots" /> judges that.
/// </summary>
internal sealed class LeavesAgainstTiles
{
    private readonly List<List<byte[]>> _edge = [];
    private TileId? _told;

    /// <summary>Goes on from the tiles over the leaves before an index, which are trusted.</summary>
    /// <exception cref="ArgumentException">One of them is missing or too narrow.</exception>
    public LeavesAgainstTiles(long size, IReadOnlyDictionary<TileId, byte[]> edge)
    {
        for (var (level, left) = (0, size); left > 0; level++, left /= TileId.FullWidth)
        {
            var width = (int)(left % TileId.FullWidth);
            var id = new TileId(level, left / TileId.FullWidth);
            if (width > 0 && (!edge.TryGetValue(id, out var known) || known.Length < width * MerkleTree.HashSize)) throw new ArgumentException($"{Name(id)} has fewer than {width} hashes.", nameof(edge));
            _edge.Add(width == 0 ? [] : [.. edge[id].Chunk(MerkleTree.HashSize).Take(width)]);
        }
    }

    /// <summary>The tree of the leaves before that index.</summary>
    public TreeFrontier Frontier()
    {
        var frontier = new TreeFrontier();
        for (var level = _edge.Count - 1; level >= 0; level--)
            foreach (var hash in _edge[level]) frontier.Append(hash, 8 * level);
        return frontier;
    }

    /// <summary>The hash that a tile holds at a place of its level; null when it does not reach that far.</summary>
    public static byte[]? Stored(int level, long place, IReadOnlyDictionary<TileId, byte[]> tiles)
    {
        var at = (int)(place % TileId.FullWidth) * MerkleTree.HashSize;
        return tiles.TryGetValue(new(level, place / TileId.FullWidth), out var hashes) && hashes.Length >= at + MerkleTree.HashSize
            ? hashes[at..(at + MerkleTree.HashSize)]
            : null;
    }

    /// <summary>Takes the hash of the next leaf.</summary>
    public void Append(long index, byte[] leafHash, IReadOnlyDictionary<TileId, byte[]> tiles, Findings findings) => Append(0, index, leafHash, tiles, findings);

    private void Append(int level, long place, byte[] hash, IReadOnlyDictionary<TileId, byte[]> tiles, Findings findings)
    {
        if (_edge.Count == level) _edge.Add([]);
        var tile = _edge[level];
        tile.Add(hash);
        var id = new TileId(level, place / TileId.FullWidth);
        var stored = Stored(level, place, tiles);
        if (!tiles.ContainsKey(id) && _told != id)
        {
            _told = id; // once, not for each of its hashes; a tile that is too narrow is told at the end of the log
            findings.Add(new(Where.TileWidth, null, null, FirstLeaf(level, place), Name(id), "no such tile"));
        }
        else if (level > 0 && stored is not null && !stored.AsSpan().SequenceEqual(hash))
        {
            findings.Add(new(Where.TileChanged, null, null, FirstLeaf(level, place),
                $"hash {place % TileId.FullWidth} of {Name(id)}: {Convert.ToHexStringLower(hash)}", Convert.ToHexStringLower(stored)));
        }
        if (tile.Count < TileId.FullWidth) return;

        var head = MerkleTree.Root(tile);
        tile.Clear();
        var above = Stored(level + 1, place / TileId.FullWidth, tiles);
        // Where leaf and tile differ, one of them agrees with the level above: going on with that one names one place and not all above it.
        if (above is not null && !above.AsSpan().SequenceEqual(head) && tiles.TryGetValue(id, out var whole) && HeadOf(whole) is { } other && above.AsSpan().SequenceEqual(other)) head = other;
        Append(level + 1, place / TileId.FullWidth, head, tiles, findings);
    }

    internal static string Name(TileId id) => new TilePath(id, TileId.FullWidth, Entries: false).ToString();

    private static byte[]? HeadOf(byte[] tile) => tile.Length == TileId.FullWidth * MerkleTree.HashSize ? MerkleTree.Root([.. tile.Chunk(MerkleTree.HashSize)]) : null;

    private static long FirstLeaf(int level, long place) => place << (8 * level);
}
