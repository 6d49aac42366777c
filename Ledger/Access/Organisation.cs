namespace Lotmark.Ledger.Access;

/// <summary>A company or authority that uses this ledger.</summary>
/// <param name="Id">Stable id; it stands in public leaves.</param>
/// <param name="Name">Business name.</param>
/// <param name="Uscc">Unified social credit code, if it has one.</param>
public sealed record Organisation(string Id, string Name, string? Uscc);

/// <summary>A key to the API. Only its hash is kept.</summary>
/// <param name="Id">SHA-256 of the key, hex.</param>
/// <param name="Label">What tells it apart in lists and histories; not secret.</param>
/// <param name="Organisation">Whose key it is.</param>
/// <param name="Role">What it opens.</param>
public sealed record ApiKey(string Id, string Label, string Organisation, Role Role);
