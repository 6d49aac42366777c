using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tiles;

/// <summary>A growing tree, of which only the right edge is held: the partial tile of each level.</summary>
public sealed class TileTree
{
    private readonly List<List<byte[]>> _edge = [];
    private readonly Dictionary<TileId, byte[]> _filled = [];
    private readonly HashSet<int> _grown = [];

    /// <summary>Takes up a tree where it stands.</summary>
    /// <param name="size">Number of its leaves.</param>
    /// <param name="rightEdge">The tiles that <see cref="RightEdge" /> names; wider ones than this size implies are cut.</param>
    /// <exception cref="ArgumentException">A tile is missing or too narrow.</exception>
    public TileTree(long size, IEnumerable<Tile> rightEdge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        var tiles = rightEdge.ToDictionary(t => t.Id, t => t.Hashes);
        for (var (level, left) = (0, size); left > 0; level++, left /= TileId.FullWidth)
        {
            var width = (int)(left % TileId.FullWidth);
            _edge.Add(width == 0 ? [] : Hashes(new(level, left / TileId.FullWidth), width));
        }

        List<byte[]> Hashes(TileId id, int width) =>
            tiles.TryGetValue(id, out var hashes) && hashes.Length >= width * MerkleTree.HashSize
                ? [.. hashes.Chunk(MerkleTree.HashSize).Take(width)]
                : throw new ArgumentException($"Tile {id.Level}/{id.Index} with {width} hashes is missing.", nameof(rightEdge));
    }

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>A tree without leaves.</summary>
    public static TileTree Empty() => new(0, []);

    /// <summary>The partial tiles of a tree of this size, lowest level first.</summary>
    public static IReadOnlyList<TileId> RightEdge(long size)
    {
        var edge = new List<TileId>();
        for (var (level, left) = (0, size); left > 0; level++, left /= TileId.FullWidth)
            if (left % TileId.FullWidth != 0) edge.Add(new(level, left / TileId.FullWidth));
        return edge;
    }

    /// <summary>Adds one leaf by its hash.</summary>
    /// <exception cref="ArgumentException">The hash does not have 32 bytes.</exception>
    /// <exception cref="OverflowException">The tree has 2^63 - 1 leaves.</exception>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        if (leafHash.Length != MerkleTree.HashSize) throw new ArgumentException("A leaf hash has 32 bytes.", nameof(leafHash));
        var hash = leafHash.ToArray();
        var index = Size;
        Size = checked(index + 1);
        for (var level = 0; ; level++, index /= TileId.FullWidth)
        {
            if (_edge.Count == level) _edge.Add([]);
            var tile = _edge[level];
            tile.Add(hash);
            _grown.Add(level);
            if (tile.Count < TileId.FullWidth) return;

            // Full: it is left behind, and its head goes into the level above.
            _filled[new(level, index / TileId.FullWidth)] = Joined(tile);
            hash = MerkleTree.Root(tile);
            tile.Clear();
        }
    }

    /// <summary>The root. Each partial tile is a list of perfect subtrees, and what the lower levels hold comes behind them.</summary>
    public byte[] Root()
    {
        byte[]? below = null;
        foreach (var tile in _edge)
        {
            if (tile.Count > 0) below = MerkleTree.Root(below is null ? tile : [.. tile, below]);
        }
        return below ?? MerkleTree.EmptyRoot;
    }

    /// <summary>Every tile that was made or grew since the last call, at its present width; one that was filled and left behind once, full.</summary>
    public IReadOnlyList<Tile> TakeChanged()
    {
        var changed = _filled.Select(t => new Tile(t.Key, t.Value)).ToList();
        for (var (level, left) = (0, Size); left > 0; level++, left /= TileId.FullWidth)
            if (_grown.Contains(level) && _edge[level].Count > 0) changed.Add(new(new(level, left / TileId.FullWidth), Joined(_edge[level])));
        _filled.Clear();
        _grown.Clear();
        return changed;
    }

    private static byte[] Joined(List<byte[]> hashes)
    {
        var joined = new byte[hashes.Count * MerkleTree.HashSize];
        for (var i = 0; i < hashes.Count; i++) hashes[i].CopyTo(joined, i * MerkleTree.HashSize);
        return joined;
    }
}
