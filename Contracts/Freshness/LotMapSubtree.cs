namespace Lotmark.Contracts.Freshness;

/// <summary>How many lots a subtree of the map holds, as far as its hash depends on it.</summary>
public enum LotMapShape : byte
{
    /// <summary>None: its hash is 32 zero bytes.</summary>
    Empty,

    /// <summary>One: its hash is that lot's leaf, at whatever depth the subtree begins.</summary>
    Lone,

    /// <summary>Two or more: its hash is that of a node.</summary>
    Many,
}

/// <summary>A subtree of the map, told by its shape and its hash.</summary>
/// <param name="Shape">How many lots it holds.</param>
/// <param name="Hash">32 bytes.</param>
public readonly record struct LotMapSubtree(LotMapShape Shape, byte[] Hash)
{
    /// <summary>A subtree without lots.</summary>
    public static LotMapSubtree Empty => new(LotMapShape.Empty, LotMapHash.Empty);

    /// <summary>The subtree of these two halves.</summary>
    public static LotMapSubtree Join(LotMapSubtree left, LotMapSubtree right) => (left.Shape, right.Shape) switch
    {
        (LotMapShape.Empty, LotMapShape.Empty or LotMapShape.Lone) => right,
        (LotMapShape.Lone, LotMapShape.Empty) => left,
        _ => new(LotMapShape.Many, LotMapHash.Node(left.Hash, right.Hash)),
    };

    /// <summary>The subtree that begins at a depth and holds these lots, which are in the order of their keys and agree up to there.</summary>
    public static LotMapSubtree Of(ReadOnlySpan<LotMapLeaf> lots, int depth)
    {
        if (lots.IsEmpty) return Empty;
        if (lots.Length == 1) return new(LotMapShape.Lone, LotMapHash.Leaf(lots[0].Key, lots[0].Value));
        var right = FirstRight(lots, depth);
        return Join(Of(lots[..right], depth + 1), Of(lots[right..], depth + 1));
    }

    /// <summary>Where the right half of these lots begins.</summary>
    internal static int FirstRight(ReadOnlySpan<LotMapLeaf> lots, int depth)
    {
        var (low, high) = (0, lots.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (LotMapHash.GoesRight(lots[middle].Key, depth)) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
