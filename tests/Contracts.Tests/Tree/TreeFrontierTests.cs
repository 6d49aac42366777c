using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tree;

public sealed class TreeFrontierTests
{
    private static byte[] Leaf(int i) => MerkleTree.LeafHash([(byte)i, (byte)(i >> 8)]);

    [Fact]
    public void Every_root_on_the_way_is_that_of_the_definition()
    {
        var frontier = new TreeFrontier();
        var leaves = new List<byte[]>();
        for (var size = 0; size <= 300; size++)
        {
            Assert.Equal(size, frontier.Size);
            Assert.Equal(MerkleTree.Root(leaves), frontier.Root());
            leaves.Add(Leaf(size));
            frontier.Append(leaves[^1]);
        }
    }

    [Fact]
    public void Whole_subtrees_are_taken_by_their_heads()
    {
        byte[][] leaves = [.. Enumerable.Range(0, 13).Select(Leaf)];
        var frontier = new TreeFrontier();
        frontier.Append(MerkleTree.Root(leaves[..8]), height: 3);
        frontier.Append(MerkleTree.Root(leaves[8..12]), height: 2);
        frontier.Append(leaves[12]);

        Assert.Equal(13, frontier.Size);
        Assert.Equal(MerkleTree.Root(leaves), frontier.Root());
    }

    [Fact]
    public void A_subtree_begins_only_where_the_tree_has_room_for_it()
    {
        var frontier = new TreeFrontier();
        frontier.Append(Leaf(0));

        Assert.Throws<ArgumentException>(() => frontier.Append(Leaf(1), height: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => frontier.Append([1, 2, 3]));
    }

    [Fact]
    public void A_copy_grows_by_itself()
    {
        var frontier = new TreeFrontier();
        frontier.Append(Leaf(0));
        var copy = frontier.Copy();
        copy.Append(Leaf(1));

        Assert.Equal(Leaf(0), frontier.Root());
        Assert.Equal(MerkleTree.Root([Leaf(0), Leaf(1)]), copy.Root());
    }
}
