using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Freshness;

/// <summary>A leaf of the map.</summary>
/// <param name="Key">SHA-256 of the lot's name.</param>
/// <param name="Value">Leaf hash of the lot's newest entry.</param>
public sealed record LotMapLeaf(byte[] Key, byte[] Value);

/// <summary>What a map says of a lot.</summary>
public abstract record LotMapAnswer
{
    private LotMapAnswer() { }

    /// <summary>The lot's newest entry has this leaf hash.</summary>
    public sealed record Present(byte[] Value) : LotMapAnswer;

    /// <summary>The map has no such lot.</summary>
    public sealed record Absent : LotMapAnswer;

    /// <summary>The proof is not one of this map, or not of this lot.</summary>
    public sealed record Invalid(string Reason) : LotMapAnswer;
}

/// <summary>Shows what a map holds for a lot, or that it holds nothing.</summary>
/// <param name="Siblings">What stands beside the way to the lot, from the root down, 32 bytes each.</param>
/// <param name="Terminal">Where the way ends: the lot's leaf, the leaf of another lot that stands there alone, or null for nothing.</param>
public sealed record LotMapProof(IReadOnlyList<byte[]> Siblings, LotMapLeaf? Terminal)
{
    /// <summary>What the map of this root says of a lot. Any content is judged, none throws.</summary>
    /// <param name="lot">Name of the lot.</param>
    /// <param name="mapRoot">Root of the map.</param>
    public LotMapAnswer Evaluate(string lot, byte[] mapRoot) => Evaluate(LotMapHash.Key(lot), mapRoot);

    /// <summary>What the map of this root says of a key.</summary>
    public LotMapAnswer Evaluate(byte[] key, byte[] mapRoot)
    {
        if (Siblings.Count > LotMapHash.KeyBits || Siblings.Any(s => s is not { Length: MerkleTree.HashSize }))
            return new LotMapAnswer.Invalid("a sibling is malformed, or there are too many");
        // Without this an empty or lone place could be drawn at any depth, and one map would have several roots.
        if (Siblings.Count > 0 && Siblings[^1].AsSpan().IndexOfAnyExcept((byte)0) < 0)
            return new LotMapAnswer.Invalid("a right map never splits a subtree of fewer than two lots");

        var hash = LotMapHash.Empty;
        if (Terminal is var (terminalKey, value))
        {
            if (terminalKey is not { Length: MerkleTree.HashSize } || value is not { Length: MerkleTree.HashSize })
                return new LotMapAnswer.Invalid("the terminal is malformed");
            for (var depth = 0; depth < Siblings.Count; depth++)
            {
                if (LotMapHash.GoesRight(terminalKey, depth) != LotMapHash.GoesRight(key, depth))
                    return new LotMapAnswer.Invalid("the terminal does not stand on the way to the lot");
            }
            hash = LotMapHash.Leaf(terminalKey, value);
        }

        for (var depth = Siblings.Count - 1; depth >= 0; depth--)
            hash = LotMapHash.GoesRight(key, depth) ? LotMapHash.Node(Siblings[depth], hash) : LotMapHash.Node(hash, Siblings[depth]);
        if (!hash.AsSpan().SequenceEqual(mapRoot)) return new LotMapAnswer.Invalid("the proof does not lead to the root of the map");

        return Terminal is not null && Terminal.Key.AsSpan().SequenceEqual(key)
            ? new LotMapAnswer.Present(Terminal.Value)
            : new LotMapAnswer.Absent();
    }
}
