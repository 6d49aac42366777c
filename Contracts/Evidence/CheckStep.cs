namespace Lotmark.Contracts.Evidence;

/// <summary>How a step of a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>Shown.</summary>
    Passed,

    /// <summary>Refuted, or malformed: the evidence does not hold.</summary>
    Failed,

    /// <summary>Nothing at hand shows it.</summary>
    NotChecked,

    /// <summary>Only the file itself says so.</summary>
    TakenOnTrust,
}

/// <summary>One step of a check.</summary>
/// <param name="Name">Which step: one word.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record CheckStep(string Name, CheckOutcome Outcome, string Detail)
{
    /// <summary>What was found, for people: control characters are replaced, so that a terminal cannot be steered.</summary>
    public string Detail { get; } = Printable.Of(Detail);

    internal static CheckStep Passed(string name, string detail) => new(name, CheckOutcome.Passed, detail);

    internal static CheckStep Failed(string name, string detail) => new(name, CheckOutcome.Failed, detail);

    internal static CheckStep NotChecked(string name, string detail) => new(name, CheckOutcome.NotChecked, detail);

    internal static CheckStep TakenOnTrust(string name, string detail) => new(name, CheckOutcome.TakenOnTrust, detail);
}
