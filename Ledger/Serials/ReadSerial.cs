using System.Text.Json.Serialization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Serials;

namespace Lotmark.Ledger.Serials;

/// <summary>What is known of the code of one item, for holders of its lot and for inspectors. To ask is no scan.</summary>
public static class ReadSerial
{
    private static readonly Wording Unknown = new(
        "This serial number was not issued for this lot: an item that bears it is none of this lot, or its code was made up.",
        "该序列号不是为本批次发放的：带有此码的单品不属于本批次，或此码系伪造。");

    private static readonly Wording Copied = new(
        "This code is scanned as often as only copies of it are: it may stand on more than one item.",
        "此码的扫描次数异常，可能已被复制到多个单品上。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/{gtin}/{number}/serials/{serial}", HandleAsync)
        .Opens(Operation.ReadSerial)
        .WithSummary("Read what is known of the code of one item")
        .Produces<SerialAnswer>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        LotKey lot, Actor actor, LotReader lots, SerialStore store, ScanCounts counts, HttpContext context, CancellationToken cancel)
    {
        var serial = SerialOf(context);
        var history = await lots.HistoryAsync(lot, cancel);
        if (ReadLot.Refusal(history.Lot, actor.To(Operation.ReadSerial)) is { } refusal) return refusal.AsProblem(context);
        if (await store.FindAsync(lot.Path, serial.Value, cancel) is not { } known || ItemCodes.IssuedAt(history, known) is not { } issuedAt)
            return TypedResults.Ok(new SerialAnswer(serial, false, null, null, 0, [], false, Unknown));
        var scans = await counts.OfAsync(known.Lot, serial.Value, cancel);
        var copied = scans.LooksCopied();
        return TypedResults.Ok(new SerialAnswer(serial, true, issuedAt, scans.FirstAt, scans.Total, scans.Days, copied, copied ? Copied : null));
    }

    private static SerialNumber SerialOf(HttpContext context)
    {
        var text = LotKey.Segment(context, "serial");
        if (SerialNumber.TryParse(text, out var serial, out var problem)) return serial;
        var errors = new FieldErrors();
        errors.Add("serial", problem, text);
        throw new InvalidRequestException(errors);
    }
}

/// <summary>What is known of the code of one item.</summary>
/// <param name="Serial">The serial number.</param>
/// <param name="Known">Whether it was issued for this lot.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="FirstScannedAt">When it was scanned first; null when it never was.</param>
/// <param name="Scans">How often it was scanned.</param>
/// <param name="Days">The days on which it was (China time), oldest first.</param>
/// <param name="LooksCopied">Whether it is scanned as often as only copies are.</param>
/// <param name="Warning">What to make of it; null when there is nothing to warn of.</param>
public sealed record SerialAnswer(
    SerialNumber Serial, bool Known,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? IssuedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? FirstScannedAt,
    long Scans, IReadOnlyList<DayScans> Days, bool LooksCopied,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Wording? Warning);
