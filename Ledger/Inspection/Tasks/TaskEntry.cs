namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>What was done about a task.</summary>
public enum TaskAct
{
    /// <summary>It was published.</summary>
    Published,

    /// <summary>Somebody took it.</summary>
    Taken,

    /// <summary>It was given back, and is open again.</summary>
    GivenBack,

    /// <summary>The inspector was on the spot.</summary>
    CheckedIn,

    /// <summary>Something was found.</summary>
    Found,

    /// <summary>A sample was taken.</summary>
    Sampled,

    /// <summary>What a laboratory made of a sample.</summary>
    Tested,

    /// <summary>It was closed with an assessment.</summary>
    Closed,

    /// <summary>A supervisor called it off.</summary>
    Cancelled,
}

/// <summary>Something that was done about a task. Entries are added and never changed.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Act">What was done.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Account or key.</param>
public sealed record TaskEntry(int Number, TaskAct Act, DateTimeOffset At, string By)
{
    /// <summary>Why it was given back or called off.</summary>
    public string? Reason { get; init; }

    /// <summary>Lot of whose history this is an event too.</summary>
    public string? Lot { get; init; }

    /// <summary>Number of that event.</summary>
    public int? Event { get; init; }

    /// <summary>Of a check-in: when and where.</summary>
    public Presence? Presence { get; init; }

    /// <summary>Of a finding: what was found.</summary>
    public Finding? Finding { get; init; }

    /// <summary>Of a sample: what was taken.</summary>
    public Sample? Sample { get; init; }

    /// <summary>Of a result: what the laboratory says.</summary>
    public SampleResult? Result { get; init; }

    /// <summary>Of a closing: what it came to.</summary>
    public Closing? Closing { get; init; }
}

/// <summary>That an inspector was on the spot. It stands in no event: where people are is nobody else's business.</summary>
/// <param name="At">When, as the inspector says.</param>
/// <param name="Latitude">Degrees (WGS 84), as the device measured them.</param>
/// <param name="Longitude">Degrees (WGS 84), as the device measured them.</param>
/// <param name="AccuracyM">Within how many metres.</param>
/// <param name="Location">Registered place (GLN or id), if it is one.</param>
public sealed record Presence(DateTimeOffset At, decimal? Latitude, decimal? Longitude, decimal? AccuracyM, string? Location);

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>To be put right.</summary>
    Minor,

    /// <summary>Against a rule.</summary>
    Major,

    /// <summary>A danger to who eats it.</summary>
    Critical,
}

/// <summary>Something that was found.</summary>
/// <param name="Text">What, in words.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="About">Number of the event of the lot that it is about.</param>
public sealed record Finding(string Text, Severity? Severity, int? About);

/// <summary>A sample that was taken. It is counted out of no balance.</summary>
/// <param name="Number">What is written on it.</param>
/// <param name="Quantity">How much was taken.</param>
/// <param name="Unit">Of what: g, packs.</param>
/// <param name="TestFor">What it is to be tested for.</param>
/// <param name="Laboratory">By whom.</param>
public sealed record Sample(string Number, decimal Quantity, string Unit, string TestFor, string? Laboratory);

/// <summary>What a test of a sample came to.</summary>
public enum TestOutcome
{
    /// <summary>As it must be.</summary>
    Conforming,

    /// <summary>Not as it must be.</summary>
    NonConforming,

    /// <summary>It could not be told.</summary>
    Inconclusive,
}

/// <summary>What a laboratory makes of a sample.</summary>
/// <param name="Sample">Number of the sample.</param>
/// <param name="Outcome">What the test came to.</param>
/// <param name="Text">What was measured.</param>
/// <param name="TestedOn">When.</param>
public sealed record SampleResult(string Sample, TestOutcome Outcome, string? Text, DateOnly? TestedOn);

/// <summary>What a task came to.</summary>
/// <param name="Assessment">In a word.</param>
/// <param name="Text">In words.</param>
/// <param name="Reports">Ids of the reports of shoppers that were answered with it.</param>
public sealed record Closing(Assessment Assessment, string Text, IReadOnlyList<Guid> Reports);
