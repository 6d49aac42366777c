namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>Two things that must agree and don't.</summary>
/// <param name="Where">What is wrong.</param>
/// <param name="Lot">The lot it concerns; null when it concerns the log as a whole.</param>
/// <param name="Event">Number of the event within the lot.</param>
/// <param name="Index">Index of the leaf; for a signed or anchored tree, its size.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Found">What is there.</param>
public sealed record Mismatch(Where Where, string? Lot, long? Event, long? Index, string Expected, string Found);

/// <summary>What can be wrong with a ledger.</summary>
public enum Where
{
    /// <summary>An event is not what its leaf says it was.</summary>
    EventChanged,

    /// <summary>A leaf's event is gone.</summary>
    EventMissing,

    /// <summary>A leaf's event stands in another lot.</summary>
    EventMoved,

    /// <summary>A leaf's event has another number within its lot.</summary>
    EventRenumbered,

    /// <summary>A leaf's event is gone, and another stands in its place.</summary>
    EventReplaced,

    /// <summary>An event is marked as archived, so that nobody reads it any more.</summary>
    EventHidden,

    /// <summary>An event has no leaf, and none is due.</summary>
    EventInserted,

    /// <summary>An event still waits for the leaf that it has.</summary>
    EventPendingTwice,

    /// <summary>What waits for its leaf is gone.</summary>
    PendingMissing,

    /// <summary>The kept bytes of a leaf are not those that the tree holds.</summary>
    LeafChanged,

    /// <summary>The hash beside a leaf's bytes is not theirs.</summary>
    LeafHash,

    /// <summary>A leaf names another predecessor than the one its lot has.</summary>
    LeafPrevious,

    /// <summary>An index within the log has no leaf.</summary>
    LeafMissing,

    /// <summary>A leaf belongs to no event and is no epoch.</summary>
    LeafWithoutEvent,

    /// <summary>A leaf stands behind the end of the log.</summary>
    LeafBeyondEnd,

    /// <summary>A tile holds another hash than the leaves below it give.</summary>
    TileChanged,

    /// <summary>A tile has another width than the size of the log gives, or does not exist.</summary>
    TileWidth,

    /// <summary>An epoch leaf tells another lot map than the leaves before it give.</summary>
    EpochMap,

    /// <summary>A key was not introduced by the one before it.</summary>
    KeyIntroduction,

    /// <summary>A signed root is not the root of the leaves.</summary>
    CheckpointRoot,

    /// <summary>A checkpoint is not signed by a key of this log, or not a checkpoint of it.</summary>
    CheckpointSignature,

    /// <summary>A checkpoint's row does not say what was signed.</summary>
    CheckpointRow,

    /// <summary>An anchored tree has no checkpoint.</summary>
    CheckpointMissing,

    /// <summary>More was signed than the log holds.</summary>
    CheckpointBeyondEnd,

    /// <summary>The head kept outside the database is not the head of these leaves.</summary>
    SignedHeadRoot,

    /// <summary>The head kept outside the database is of a larger log.</summary>
    SignedHeadBeyondEnd,

    /// <summary>The head kept outside the database is not signed by a key of this log.</summary>
    SignedHeadSignature,

    /// <summary>The contract holds another root than the leaves give.</summary>
    AnchorRoot,

    /// <summary>The contract holds a larger log.</summary>
    AnchorBeyondEnd,
}
