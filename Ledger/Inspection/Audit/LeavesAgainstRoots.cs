using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>A leaf whose hash a signed root has vouched for, or as much as none has contradicted.</summary>
internal sealed record SettledLeaf(ExaminedLeaf? Leaf, byte[] Hash);

/// <summary>
/// The roots of the leaves as the tree grows. Where a leaf and its tile differ, the tree grows both ways until the next signed root tells
/// which of the two was changed; from there on it grows one way again, so that one change is told once.
/// </summary>
internal sealed class LeavesAgainstRoots(TreeFrontier start)
{
    // Checkpoints lie far closer. Without one the leaves are not held for ever.
    private const int MostOpen = 1 << 16;

    private TreeFrontier _leaves = start;
    private TreeFrontier? _tiles;
    private List<OpenLeaf> _open = [];

    /// <summary>Number of leaves.</summary>
    public long Size => _leaves.Size;

    /// <summary>The root that the leaves give.</summary>
    public byte[] Root() => _leaves.Root();

    /// <summary>Takes the next leaf. One that is missing stands as its tile has it.</summary>
    public void Append(ExaminedLeaf? leaf, byte[]? inTile)
    {
        var hash = leaf?.Hash ?? inTile ?? MerkleTree.EmptyRoot;
        var differs = inTile is not null && !inTile.AsSpan().SequenceEqual(hash);
        if (differs) _tiles ??= _leaves.Copy();
        _open.Add(new(Size, leaf, hash, differs ? inTile : null));
        _leaves.Append(hash);
        _tiles?.Append(inTile ?? hash);
    }

    /// <summary>Whether this is the root at the present size, of the leaves or of the tiles. If so, what differed before is settled.</summary>
    public bool Settle(byte[] root, Findings findings)
    {
        if (_leaves.Root().AsSpan().SequenceEqual(root))
        {
            foreach (var open in _open.Where(o => o.InTile is not null)) findings.Add(TileChanged(open));
            _open = [.. _open.Select(o => o with { InTile = null })];
        }
        else if (_tiles is { } tiles && tiles.Root().AsSpan().SequenceEqual(root))
        {
            foreach (var open in _open.Where(o => o.InTile is not null)) findings.Add(LeafChanged(open));
            _open = [.. _open.Select(o => o with { Hash = o.InTile ?? o.Hash, InTile = null })];
            _leaves = tiles;
        }
        else
        {
            return false;
        }
        _tiles = null;
        return true;
    }

    /// <summary>The leaves since the last time, once they are settled, or when no signed root comes to settle them.</summary>
    public IReadOnlyList<SettledLeaf> TakeSettled(bool atEnd, Findings findings)
    {
        if (_tiles is not null)
        {
            if (!atEnd && _open.Count < MostOpen) return [];
            foreach (var open in _open.Where(o => o.InTile is not null)) findings.Add(LeafChanged(open));
        }
        var settled = _open.Select(o => new SettledLeaf(o.Leaf, o.Hash)).ToList();
        _open = [];
        return settled;
    }

    private static Mismatch LeafChanged(OpenLeaf open)
    {
        var row = open.Leaf!.Row;
        var expected = $"hash {Convert.ToHexStringLower(open.InTile!)}, as {Place(open)}";
        var found = $"hash {Convert.ToHexStringLower(open.Hash)}";
        if (open.Leaf.Rebuilt is { } rebuilt && MerkleTree.LeafHash(rebuilt).AsSpan().SequenceEqual(open.InTile))
        {
            // The event still gives the leaf that was signed: it shows what was changed.
            var difference = JsonDifference.Between(rebuilt, row.Bytes);
            (expected, found) = ($"{expected}; {difference.Expected}", $"{found}; {difference.Found}");
        }
        return new(Where.LeafChanged, row.Lot, row.Version, row.Index, expected, found);
    }

    private static Mismatch TileChanged(OpenLeaf open) => new(
        Where.TileChanged, open.Leaf?.Row.Lot, open.Leaf?.Row.Version, open.Index, $"{Place(open)}: {Convert.ToHexStringLower(open.Hash)}", Convert.ToHexStringLower(open.InTile!));

    private static string Place(OpenLeaf open) =>
        $"hash {open.Index % TileId.FullWidth} of {LeavesAgainstTiles.Name(new(0, open.Index / TileId.FullWidth))}";

    // InTile: the tile's hash, where it differs.
    private sealed record OpenLeaf(long Index, ExaminedLeaf? Leaf, byte[] Hash, byte[]? InTile);
}
