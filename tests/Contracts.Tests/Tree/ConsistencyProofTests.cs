using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tree;

public sealed class ConsistencyProofTests
{
    private static readonly byte[][] Leaves = ReferenceTree.Leaves(64);
    private static readonly byte[][] Roots = [.. Enumerable.Range(0, 65).Select(n => ReferenceTree.Root(Leaves[..n]))];

    [Fact]
    public void Every_pair_of_sizes_up_to_64_is_proven() => ForEach((old, size, proof) =>
        Assert.True(ConsistencyProof.Verify(old, size, Roots[old], Roots[size], proof)));

    [Fact]
    public void A_proof_with_a_hash_changed_dropped_or_added_is_refused() => ForEach((old, size, proof) =>
        Assert.All(ProofMutations.Of(proof), mutated => Assert.False(ConsistencyProof.Verify(old, size, Roots[old], Roots[size], mutated))));

    [Fact]
    public void Roots_changed_or_exchanged_are_refused() => ForEach((old, size, proof) =>
    {
        Assert.False(ConsistencyProof.Verify(old, size, ProofMutations.Flipped(Roots[old], size), Roots[size], proof));
        Assert.False(ConsistencyProof.Verify(old, size, Roots[old], ProofMutations.Flipped(Roots[size], old), proof));
        if (old != size) Assert.False(ConsistencyProof.Verify(old, size, Roots[size], Roots[old], proof));
    });

    [Fact]
    public void A_proof_with_its_sizes_exchanged_is_refused() => ForEach((old, size, proof) =>
    {
        if (old != size) Assert.False(ConsistencyProof.Verify(size, old, Roots[size], Roots[old], proof));
    });

    [Fact]
    public void An_old_size_moved_by_one_is_refused() => ForEach((old, size, proof) =>
    {
        foreach (var moved in (int[])[old - 1, old + 1])
            if (old != size) Assert.False(ConsistencyProof.Verify(moved, size, Roots[old], Roots[size], proof));
    });

    [Fact]
    public void The_empty_tree_is_not_a_case_for_the_checker()
    {
        Assert.False(ConsistencyProof.Verify(0, 0, MerkleTree.EmptyRoot, MerkleTree.EmptyRoot, []));
        Assert.False(ConsistencyProof.Verify(0, 5, MerkleTree.EmptyRoot, Roots[5], []));
        Assert.False(ConsistencyProof.Verify(-1, 5, Roots[1], Roots[5], []));
    }

    [Fact]
    public void Hashes_that_are_not_32_bytes_are_refused()
    {
        Assert.False(ConsistencyProof.Verify(4, 7, Roots[4], Roots[7], [Leaves[0][..31]]));
        Assert.False(ConsistencyProof.Verify(4, 4, [], [], []));
    }

    private static void ForEach(Action<int, int, byte[][]> check)
    {
        for (var size = 1; size <= 64; size++)
            for (var old = 1; old <= size; old++) check(old, size, ReferenceTree.Proof(old, Leaves[..size]));
    }
}
