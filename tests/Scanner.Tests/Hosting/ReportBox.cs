using System.Collections.Concurrent;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Reports;

namespace Lotmark.Scanner.Tests.Hosting;

/// <summary>Keeps reports in memory. Every lot of the sample product is known and on sale in two cities.</summary>
public sealed class ReportBox : IShopperReports
{
    public const string Number = "R-7K3F-92QX-M4TD";

    /// <summary>Where lots are on sale.</summary>
    public static readonly string[] Cities = ["Ningbo", "Shanghai"];

    private readonly ConcurrentDictionary<DigitalLink, ProblemReport> _reports = [];

    /// <summary>The newest report about a lot; null when there is none.</summary>
    public ProblemReport? About(DigitalLink lot) => _reports.GetValueOrDefault(lot);

    /// <summary>How long to wait before a report is taken.</summary>
    public TimeSpan? Wait { get; set; }

    /// <summary>Whether it can't be reached.</summary>
    public bool IsAway { get; set; }

    /// <summary>What became of the one report that can be followed.</summary>
    public ReportProgress Progress { get; set; } = new(
        Number, new(Samples.Gtin, "EC/VAN-0926.17"), Samples.Shrimp.ProductName, ProblemKind.Thawed, ReportState.Received, Samples.Recorded.RecordedAt, null, null, null);

    public ValueTask<ReportableLot?> FindLotAsync(DigitalLink lot, CancellationToken cancel) => IsAway ? throw Away :
        new(lot.Gtin == Samples.Gtin && lot.LotNumber != "UNKNOWN" ? new ReportableLot(Samples.Shrimp.ProductName, lot.LotNumber.StartsWith("NOWHERE", StringComparison.Ordinal) ? [] : Cities) : null);

    public ValueTask<TimeSpan?> WaitAsync(DigitalLink lot, CancellationToken cancel) => new(Wait);

    public ValueTask<bool> EraseAsync(string number, CancellationToken cancel)
    {
        if (number == Number) Progress = Progress with { ErasedAt = Samples.Recorded.RecordedAt };
        return new(number == Number);
    }

    public ValueTask<string?> TakeAsync(DigitalLink lot, ProblemReport report, CancellationToken cancel)
    {
        _reports[lot] = report;
        return new(Number);
    }

    private static LotsAwayException Away => new(new IOException("no route"));

    public ValueTask<ReportProgress?> FollowAsync(string number, CancellationToken cancel) => IsAway ? throw Away : new(number == Number ? Progress : null);
}
