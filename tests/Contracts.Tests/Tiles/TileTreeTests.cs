using CsCheck;
using Lotmark.Contracts.Tests.Tree;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tiles;

public sealed class TileTreeTests
{
    private static readonly int[] Edges = [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 65535, 65536, 65537];
    private static readonly byte[][] Leaves = ReferenceTree.Leaves(65537);

    [Fact]
    public void Roots_at_every_edge_are_those_of_the_definition() => Assert.All(Edges, size =>
    {
        var (tree, stored) = Grown(size);
        var root = MerkleTree.Root(Leaves[..size]);
        Assert.Equal(root, tree.Root());
        Assert.Equal(root, TileProofs.Root(size, id => stored[id]));
    });

    [Fact]
    public void Proofs_up_to_64_are_those_of_the_definition()
    {
        var tiles = Grown(64).Stored; // wider than the sizes asked for: only the beginning counts
        for (var size = 1; size <= 64; size++)
        {
            for (var i = 0; i < size; i++) Assert.Equal(ReferenceTree.Path(i, Leaves[..size]), TileProofs.Inclusion(i, size, id => tiles[id]));
            for (var old = 1; old <= size; old++) Assert.Equal(ReferenceTree.Proof(old, Leaves[..size]), TileProofs.Consistency(old, size, id => tiles[id]));
        }
    }

    [Fact]
    public void Proofs_between_any_sizes_hold_and_ask_for_the_tiles_they_name()
    {
        var tiles = Grown(65537).Stored;
        Gen.Select(Gen.OneOf(Gen.Int[1, 65537], Gen.Int[1, 600], Gen.Const(65536)), Gen.Int[0, 65536]).Sample((size, any) =>
        {
            var (index, old) = (any % size, any % size + 1);
            var root = Checked(TileProofs.TilesForRoot(size), tile => TileProofs.Root(size, tile));
            var path = Checked(TileProofs.TilesForInclusion(index, size), tile => TileProofs.Inclusion(index, size, tile));
            var proof = Checked(TileProofs.TilesForConsistency(old, size), tile => TileProofs.Consistency(old, size, tile));
            Assert.True(InclusionProof.Verify(index, size, Leaves[index], path, root));
            Assert.True(ConsistencyProof.Verify(old, size, TileProofs.Root(old, id => tiles[id]), root, proof));
        }, iter: 300);

        T Checked<T>(IReadOnlyList<TileId> named, Func<Func<TileId, byte[]>, T> make)
        {
            var asked = new HashSet<TileId>();
            var made = make(id => asked.Add(id) ? tiles[id] : tiles[id]);
            Assert.Equal(named.ToHashSet(), asked);
            return made;
        }
    }

    [Fact]
    public void A_tree_taken_up_from_its_right_edge_after_any_batch_grows_as_if_never_put_down() =>
        Gen.Int[0, 700].Array[1, 8].Sample(batches =>
        {
            var (tree, stored, whole) = (TileTree.Empty(), new Dictionary<TileId, byte[]>(), TileTree.Empty());
            foreach (var batch in batches)
            {
                tree = new TileTree(tree.Size, TileTree.RightEdge(tree.Size).Select(id => new Tile(id, stored[id])));
                foreach (var leaf in Leaves.AsSpan((int)tree.Size, batch))
                {
                    tree.Append(leaf);
                    whole.Append(leaf);
                }
                foreach (var tile in tree.TakeChanged()) stored[tile.Id] = tile.Hashes;
                Assert.Equal(whole.Root(), tree.Root());
            }
            foreach (var tile in whole.TakeChanged()) Assert.Equal(tile.Hashes, stored[tile.Id]);
            Assert.Empty(tree.TakeChanged());
        }, iter: 50);

    [Fact]
    public void A_size_of_70000_has_the_partial_tiles_of_the_specification() =>
        Assert.Equal([new(0, 273), new(1, 1), new TileId(2, 0)], TileTree.RightEdge(70_000));

    [Fact]
    public void A_right_edge_with_a_tile_missing_or_too_narrow_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TileTree(3, []));
        Assert.Throws<ArgumentException>(() => new TileTree(3, [new(new(0, 0), new byte[64])]));
        Assert.Throws<ArgumentException>(() => TileTree.Empty().Append(new byte[31]));
    }

    [Fact]
    public void A_tile_too_narrow_for_a_proof_is_refused() =>
        Assert.Throws<ArgumentException>(() => TileProofs.Inclusion(0, 3, _ => new byte[64]));

    private static (TileTree Tree, Dictionary<TileId, byte[]> Stored) Grown(int size)
    {
        var tree = TileTree.Empty();
        foreach (var leaf in Leaves.AsSpan(0, size)) tree.Append(leaf);
        return (tree, tree.TakeChanged().ToDictionary(t => t.Id, t => t.Hashes));
    }

    [Fact]
    public void What_changed_is_told_once_and_a_tile_left_behind_comes_full()
    {
        var (tree, leaf) = (TileTree.Empty(), new byte[32]);
        Assert.Equal(["tile/0/000.p/200"], Changed(200));
        Assert.Empty(Changed(0));
        Assert.Equal(["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"], Changed(100));
        Assert.Equal(["tile/0/001", "tile/1/000.p/2"], Changed(212));

        IEnumerable<string> Changed(int leaves)
        {
            for (var i = 0; i < leaves; i++) tree.Append(leaf);
            return tree.TakeChanged().Select(t => new TilePath(t.Id, t.Hashes.Length / 32, false).ToString()).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void A_tree_grows_no_larger_than_a_long_counts()
    {
        var tree = new TileTree(long.MaxValue, TileTree.RightEdge(long.MaxValue).Select(id => new Tile(id, new byte[32 * 255])));

        Assert.Throws<OverflowException>(() => tree.Append(new byte[32]));
        Assert.Throws<ArgumentException>(() => tree.Append(new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TileTree(-1, []));
    }
}
