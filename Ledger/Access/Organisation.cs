namespace Lotmark.Ledger.Access;

/// <summary>A company or authority that uses this ledger.</summary>
/// <param name="Id">Stable id; it stands in public leaves.</param>
/// <param name="Kind">What it is; decides the roles that its keys may have.</param>
/// <param name="Name">Business name.</param>
/// <param name="Uscc">Unified social credit code (GB 32100), if it has one; no two organisations share one.</param>
/// <param name="Gln">Global Location Number of the legal entity, if it has one.</param>
/// <param name="Address">Registered address; given where there is no GLN.</param>
public sealed record Organisation(string Id, OrganisationKind Kind, BusinessName Name, string? Uscc, string? Gln, string? Address)
{
    /// <summary>The id under which facts are recorded that shoppers report, without any key. No organisation is admitted under it.</summary>
    public const string Shoppers = "shoppers";
}

/// <summary>The name of a business or a place, in Chinese, English or both.</summary>
public sealed record BusinessName
{
    /// <summary>In Chinese.</summary>
    public string? Zh { get; init; }

    /// <summary>In English.</summary>
    public string? En { get; init; }

    /// <summary>The same with nothing where the text was blank.</summary>
    internal BusinessName Given() => new() { Zh = Zh is "" ? null : Zh, En = En is "" ? null : En };
}
