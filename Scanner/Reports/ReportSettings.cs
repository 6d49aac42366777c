namespace Lotmark.Scanner.Reports;

/// <summary>How much may be reported, and how quickly.</summary>
/// <param name="PerAddress">Reports an hour from one address; 0 sets no limit.</param>
/// <param name="PerLot">Reports an hour about one lot; 0 sets no limit.</param>
/// <param name="Quickest">Nobody fills in the form in less time.</param>
public sealed record ReportSettings(int PerAddress, int PerLot, TimeSpan Quickest)
{
    /// <summary>What holds where nothing is set.</summary>
    public static ReportSettings Usual { get; } = new(5, 30, TimeSpan.FromSeconds(3));
}
