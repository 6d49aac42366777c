namespace Lotmark.Scanner.Lots;

/// <summary>How far the proof of a record has come.</summary>
public enum ProofState
{
    /// <summary>Stored, not yet in the log.</summary>
    Recorded,

    /// <summary>A leaf of the log.</summary>
    Logged,

    /// <summary>In a tree whose root stands in a block that could still be replaced.</summary>
    Anchored,

    /// <summary>In a tree whose root stands in a block that is final.</summary>
    Final,
}

/// <summary>The state of the proof of a lot's newest record. A later member is null until its state is reached.</summary>
public sealed record LotProof
{
    /// <summary>How far the proof has come.</summary>
    public required ProofState State { get; init; }

    /// <summary>When the newest record was stored.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When the newest record became a leaf.</summary>
    public DateTimeOffset? LoggedAt { get; init; }

    /// <summary>The leaf's index in the log, from 0.</summary>
    public long? LeafIndex { get; init; }

    /// <summary>Leaves in the tree that the proof leads to.</summary>
    public long? LogSize { get; init; }

    /// <summary>When the block with the root was made.</summary>
    public DateTimeOffset? AnchoredAt { get; init; }

    /// <summary>The number of that block.</summary>
    public long? Block { get; init; }

    /// <summary>Blocks on top of it and itself, when last looked.</summary>
    public long? Confirmations { get; init; }

    /// <summary>When the block was first seen to be final.</summary>
    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>The chain (EIP-155).</summary>
    public long? ChainId { get; init; }

    /// <summary>Address of the anchor contract, 0x and 40 hexadecimal digits.</summary>
    public string? Contract { get; init; }

    /// <summary>Nodes of the chain that a reader may ask; known before anything is anchored.</summary>
    public IReadOnlyList<string> RpcUrls { get; init; } = [];

    /// <summary>Hash of the anchoring transaction, 0x and 64 hexadecimal digits.</summary>
    public string? Transaction { get; init; }
}
