using System.Security.Cryptography;
using System.Text;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What kind of thing was seen.</summary>
public enum SightingKind
{
    /// <summary>A shopper reported a problem.</summary>
    Report,

    /// <summary>A data logger measured a lot outside its limits.</summary>
    Excursion,

    /// <summary>What was found at a handover differs from what was said or asked for.</summary>
    Discrepancy,

    /// <summary>The code of one item is scanned as often as only copies are.</summary>
    Copied,
}

/// <summary>What was seen, by kind.</summary>
/// <param name="Problem">Of a report: what is wrong.</param>
/// <param name="Report">Of a report: its id.</param>
/// <param name="Excursion">Of an excursion: when, how far.</param>
/// <param name="Discrepancy">Of a discrepancy: what was expected and what was found.</param>
/// <param name="Serial">Of a copied code: the serial number.</param>
/// <param name="Scans">Of a copied code: how often it had been scanned when that was noticed.</param>
public sealed record SightingDetail(
    ProblemKind? Problem = null, Guid? Report = null, Excursion? Excursion = null, Discrepancy? Discrepancy = null, string? Serial = null, long? Scans = null);

/// <summary>Something that was seen of a lot and that an inspector may want to look into.</summary>
/// <param name="Source">What it was read from: the same thing has the same source, however often it is read.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="At">When it became known here.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="City">City; null when it is not known.</param>
/// <param name="District">Where more exactly, as a shopper wrote it.</param>
/// <param name="Location">Place (GLN or id), if one is known.</param>
/// <param name="Organisation">Who recorded it.</param>
/// <param name="Witness">Who or what saw it. What one witness tells of a lot within a day is one and the same event as a rule, and counts once.</param>
/// <param name="Detail">What it is.</param>
public sealed record Sighting(
    string Source, SightingKind Kind, DateTimeOffset At, string Lot, string? City, string? District, string? Location, string? Organisation, string Witness, SightingDetail Detail)
{
    /// <summary>Its id: the same for the same source.</summary>
    public Guid Id => new(SHA256.HashData(Encoding.UTF8.GetBytes(Source)).AsSpan(0, 16), bigEndian: true);

    /// <summary>The day of the market on which it became known.</summary>
    public DateOnly Day => ImportingCountryDay.Of(At);

    /// <summary>All that the history of a lot tells, corrections included.</summary>
    public static IEnumerable<Sighting> Of(LotHistory history)
    {
        if (history.Lot is not { } lot) yield break;
        var told = new Dictionary<(string Device, DateTimeOffset Start), RecordedFact>();
        foreach (var recorded in history.InForce())
        {
            if (recorded.Fact is TemperaturesRecorded batch)
                foreach (var excursion in batch.Excursions) told.TryAdd((excursion.Device, excursion.Start), recorded);
            if (recorded.Fact is ProblemReported report)
                yield return new(
                    $"report:{report.Report:N}", SightingKind.Report, recorded.Place.RecordedAt, lot.Id, Given(report.City), Given(report.District), null, null, $"{report.Report:N}",
                    new(Problem: report.Kind, Report: report.Report));
        }
        // Batches overlap: what counts is what the lot knows in the end, and since when it knows that.
        foreach (var excursion in lot.Temperatures.Excursions)
            if (told.TryGetValue((excursion.Device, excursion.Start), out var first))
                yield return new(
                    $"excursion:{lot.Id}#{excursion.Start.UtcTicks}#{excursion.Device}", SightingKind.Excursion, first.Place.RecordedAt, lot.Id, null, null, excursion.Location,
                    first.Fact.By.Organisation, excursion.Device, new(Excursion: excursion));
        foreach (var found in lot.Discrepancies)
            yield return new(
                $"discrepancy:{lot.Id}#{found.Event}#{found.Kind}", SightingKind.Discrepancy, history.Facts[found.Event - 1].Place.RecordedAt, lot.Id, null, null, found.Location, found.Organisation,
                found.Organisation, new(Discrepancy: found));
    }

    /// <summary>A code that looks copied.</summary>
    public static Sighting OfCopy(string lot, string serial, long scans, DateTimeOffset now) =>
        new($"copied:{lot}#{serial}", SightingKind.Copied, now, lot, null, null, null, null, serial, new(Serial: serial, Scans: scans));

    // The same place, however many blanks somebody typed.
    private static string? Given(string? place) => place?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? string.Join(' ', words) : null;
}
