namespace Lotmark.Contracts.Tree;

/// <summary>
/// A growing tree (RFC 6962, section 2.1), of which only the heads of its perfect subtrees are held, largest first: one hash for each
/// bit that is set in the size. Any root on the way costs no more than that.
/// </summary>
public sealed class TreeFrontier
{
    private readonly Stack<(int Height, byte[] Head)> _subtrees;

    /// <summary>A tree without leaves.</summary>
    public TreeFrontier() => _subtrees = [];

    private TreeFrontier(TreeFrontier other) => (_subtrees, Size) = (new(other._subtrees.Reverse()), other.Size);

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a leaf by its hash, or a perfect subtree of 2^<paramref name="height" /> leaves by its head.</summary>
    /// <exception cref="ArgumentException">A subtree of this height can't begin at this size.</exception>
    public void Append(byte[] head, int height = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(head.Length, MerkleTree.HashSize);
        if (Size % (1L << height) != 0) throw new ArgumentException($"No subtree of height {height} begins at leaf {Size}.", nameof(height));
        Size = checked(Size + (1L << height));
        for (; _subtrees.TryPeek(out var left) && left.Height == height; height++) head = MerkleTree.NodeHash(_subtrees.Pop().Head, head);
        _subtrees.Push((height, head));
    }

    /// <summary>The root at this size.</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var (_, head) in _subtrees) root = root is null ? head : MerkleTree.NodeHash(head, root); // smallest first
        return root is null ? MerkleTree.EmptyRoot : [.. root];
    }

    /// <summary>The tree as it stands now; what is appended later to one does not reach the other.</summary>
    public TreeFrontier Copy() => new(this);
}
