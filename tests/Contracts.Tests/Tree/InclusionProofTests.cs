using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tree;

public sealed class InclusionProofTests
{
    private static readonly byte[][] Leaves = ReferenceTree.Leaves(64);

    [Fact]
    public void Every_index_of_every_size_up_to_64_is_proven() => ForEach((index, size, path, root) =>
        Assert.True(InclusionProof.Verify(index, size, Leaves[index], path, root)));

    [Fact]
    public void A_proof_with_a_hash_changed_dropped_or_added_is_refused() => ForEach((index, size, path, root) =>
        Assert.All(ProofMutations.Of(path), mutated => Assert.False(InclusionProof.Verify(index, size, Leaves[index], mutated, root))));

    [Fact]
    public void A_proof_does_not_hold_for_another_index() => ForEach((index, size, path, root) =>
        Assert.All(Enumerable.Range(-1, size + 3).Where(i => i != index), other => Assert.False(InclusionProof.Verify(other, size, Leaves[index], path, root))));

    [Fact]
    public void A_proof_does_not_hold_for_another_leaf_or_root() => ForEach((index, size, path, root) =>
    {
        Assert.False(InclusionProof.Verify(index, size, ProofMutations.Flipped(Leaves[index], size), path, root));
        Assert.False(InclusionProof.Verify(index, size, Leaves[index], path, ProofMutations.Flipped(root, size)));
        if (size > 1) Assert.False(InclusionProof.Verify(index, size, root, path, Leaves[index]));
    });

    // The same path holds under several sizes, so the size is no secret of the path; the number of its hashes is.
    [Fact]
    public void A_proof_does_not_hold_for_a_size_of_another_depth() => ForEach((index, size, path, root) =>
    {
        foreach (var other in Enumerable.Range(0, 130).Where(s => s <= index || ReferenceTree.Path(index, new byte[s][].Select(_ => root).ToArray()).Length != path.Length))
            Assert.False(InclusionProof.Verify(index, other, Leaves[index], path, root));
    }, upTo: 16);

    [Fact]
    public void Hashes_that_are_not_32_bytes_are_refused()
    {
        var (path, root) = (ReferenceTree.Path(3, Leaves[..7]), ReferenceTree.Root(Leaves[..7]));
        Assert.False(InclusionProof.Verify(3, 7, Leaves[3], [path[0][..31], path[1], path[2]], root));
        Assert.False(InclusionProof.Verify(3, 7, Leaves[3], [[.. path[0], 0], path[1], path[2]], root));
        Assert.False(InclusionProof.Verify(0, 1, [], [], []));
        Assert.False(InclusionProof.Verify(3, 7, Leaves[3], [null!, path[1], path[2]], root));
    }

    [Fact]
    public void A_path_longer_than_any_tree_is_refused() =>
        Assert.False(InclusionProof.Verify(0, long.MaxValue, Leaves[0], [.. Enumerable.Repeat(Leaves[1], 100_000)], Leaves[0]));

    private static void ForEach(Action<int, int, byte[][], byte[]> check, int upTo = 64)
    {
        for (var size = 1; size <= upTo; size++)
        {
            var root = ReferenceTree.Root(Leaves[..size]);
            for (var index = 0; index < size; index++) check(index, size, ReferenceTree.Path(index, Leaves[..size]), root);
        }
    }
}
