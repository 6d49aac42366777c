using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>What a task is about.</summary>
public enum TaskKind
{
    /// <summary>Looking at goods and records without special cause.</summary>
    Routine,

    /// <summary>Looking into what shoppers report.</summary>
    Complaint,

    /// <summary>Looking into temperatures.</summary>
    Temperature,

    /// <summary>Taking samples.</summary>
    Sampling,

    /// <summary>Looking whether a recall is carried out.</summary>
    RecallCheck,
}

/// <summary>How far a task has come.</summary>
public enum TaskState
{
    /// <summary>Published: nobody has taken it.</summary>
    Open,

    /// <summary>An inspector has taken it.</summary>
    Taken,

    /// <summary>The inspector has checked in on the spot.</summary>
    OnSite,

    /// <summary>Closed with an assessment.</summary>
    Closed,

    /// <summary>Called off by a supervisor.</summary>
    Cancelled,
}

/// <summary>What an inspector must know for a task.</summary>
public enum Skill
{
    /// <summary>Taking samples.</summary>
    Sampling,

    /// <summary>Refrigeration and temperature records.</summary>
    ColdChain,

    /// <summary>Labels and what they must say.</summary>
    Labelling,

    /// <summary>Certificates and books.</summary>
    Documents,

    /// <summary>Fish and other aquatic food.</summary>
    Aquatic,

    /// <summary>Meat.</summary>
    Meat,

    /// <summary>Fruit and vegetables.</summary>
    FruitVeg,
}

/// <summary>What an inspection came to.</summary>
public enum Assessment
{
    /// <summary>All is as it must be.</summary>
    Conforming,

    /// <summary>Something is not as it must be.</summary>
    NonConforming,

    /// <summary>It could not be told.</summary>
    Inconclusive,

    /// <summary>There was nothing in what had been told.</summary>
    Unfounded,
}

/// <summary>Something that an inspector is sent to do.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Gtin">Trade item that it is about; absent when it is about a place alone.</param>
/// <param name="LotNumber">Lot that it is about; absent when it is about none or about all of a product.</param>
/// <param name="Location">Registered place (GLN or id), if it is about one.</param>
/// <param name="City">City.</param>
/// <param name="District">District: its code (GB/T 2260) or its name.</param>
/// <param name="Skills">What is wanted of who takes it; nothing special when empty.</param>
/// <param name="Due">The last day on which it is in time (China time).</param>
/// <param name="Instructions">What to do.</param>
/// <param name="From">What it was made of.</param>
/// <param name="Organisation">Authority that published it.</param>
/// <param name="PublishedBy">Account or key.</param>
/// <param name="PublishedAt">When.</param>
/// <param name="Version">Number of its newest entry.</param>
public sealed record InspectionTask(
    Guid Id, string Title, TaskKind Kind, TaskState State, Gtin? Gtin, LotNumber? LotNumber, string? Location, string? City, string? District, IReadOnlyList<Skill> Skills, DateOnly Due,
    string? Instructions, InspectionTask.Origin From, string Organisation, string PublishedBy, DateTimeOffset PublishedAt, int Version)
{
    /// <summary>What a task was made of.</summary>
    /// <param name="Sightings">Ids of sightings in the inbox.</param>
    /// <param name="Reports">Ids of reports of shoppers.</param>
    /// <param name="Signal">Key of a warning.</param>
    public sealed record Origin(IReadOnlyList<Guid> Sightings, IReadOnlyList<Guid> Reports, string? Signal);

    /// <summary>Account or key of who has taken it; absent while nobody has.</summary>
    public string? TakenBy { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>When it was closed or called off.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it came to; absent before it is closed.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>Whether there is something left to do.</summary>
    internal bool IsLive => State is TaskState.Open or TaskState.Taken or TaskState.OnSite;

    /// <summary>Name of the lot that it is about; null when it is about none.</summary>
    internal string? Lot => Gtin is { } gtin && LotNumber is { } number ? new LotKey(gtin, number).Path : null;

    /// <summary>Where it is, as it is compared with the districts of inspectors: a code beside the name of the city, or both names in one.</summary>
    internal string[] Places =>
        District is { Length: 6 } code && code.All(char.IsAsciiDigit) ? [.. new[] { code, City }.OfType<string>()]
        : string.Join(' ', new[] { City, District }.OfType<string>()) is { Length: > 0 } place ? [place] : [];

    /// <summary>Whether its day is over and it is not.</summary>
    public bool IsOverdue(DateTimeOffset now) => IsLive && ImportingCountryDay.Of(now) > Due;

    /// <summary>Whether what is told of a lot may belong to it.</summary>
    internal bool Covers(LotKey lot) => Lot is { } own ? lot.Path == own : lot.Gtin == Gtin;
}
