using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.ColdChain;

/// <summary>A holder sends what a data logger measured.</summary>
public sealed partial class RecordTemperatures(
    LotReader lots, LotStreams streams, LotAnswers answers, ReadingStore store, Locations locations, ColdChainSettings settings, TimeProvider clock)
{
    private const int LargestBody = 32 << 20;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/temperatures", HandleAsync)
        .Opens(Operation.RecordTemperatures)
        .WithSummary("Record what a data logger measured")
        .WithDescription("""
            JSON, or CSV with a header line (comma, semicolon or tab, UTF-8, decimal point or comma) as the logger exports it; at most 100,000 readings of one
            device. Readings that can't be are rejected one by one and named, the others land. The same readings again change nothing.
            """)
        .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
        .Accepts<TemperatureReadings>("application/json", "text/csv")
        .AnswersAboutLot()
        .Produces<TemperaturesAnswer>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static Task<IResult> HandleAsync(
        LotKey lot, Actor actor,
        [Description("Which device measured, where the file does not say it.")] string? device,
        [Description("Where the lot was, by GLN or id of a registered place.")] string? location,
        [Description("Unit of the readings, where the file does not say it: CEL, FAH or KEL.")] string? uom,
        [Description("Offset of the times in the file, where they have none, e.g. +08:00.")] string? offset,
        RecordTemperatures record, HttpContext context, CancellationToken cancel) =>
        record.CarryOutAsync(lot, actor, new(device, location, uom, offset), context, cancel);

    private async Task<IResult> CarryOutAsync(LotKey lot, Actor actor, FileNotes notes, HttpContext context, CancellationToken cancel)
    {
        var permit = actor.To(Operation.RecordTemperatures);
        var found = await lots.FindAsync(lot, cancel);
        if (ReadLot.Refusal(found, permit) is { } refusal) return refusal.AsProblem(context);

        var readings = new ReadingList(ReadingCheck.Of(found!.Description, clock.GetUtcNow()));
        await ReadAsync(readings, notes, context, cancel);
        await locations.RequireAsync([("location", readings.Location)], cancel);
        var sorted = readings.Sorted();
        if (sorted.Count == 0) return NothingGood(readings, context);
        var identity = IdentityOf(readings, sorted, context, actor);

        await using var open = await store.OpenAsync(lot.Path, cancel);
        var history = await lots.HistoryAsync(lot, cancel);
        var current = history.Lot!;
        var series = await open.SeriesAsync(readings.Device!, cancel);
        var recorded = history.Facts.Select(f => f.Fact).OfType<TemperaturesRecorded>().Select(t => t.Sha256).ToHashSet();
        var batches = await open.BatchesAsync(series, current.Temperatures.Batches, recorded, cancel);
        var stored = await open.BetweenAsync(series, batches, sorted[0].At, sorted[^1].At, cancel);
        var (fresh, known) = FreshReadings.Of(readings, stored);
        if (fresh.Count == 0)
        {
            if (known == 0) return NothingGood(readings, context);
            return await AnswerAsync(await streams.ChangeAsync(lot, permit, _ => Decision.Accept(), identity, cancel), readings, known, null, context, cancel);
        }

        var place = readings.Location ?? OnlyPlaceOf(current, actor);
        var looked = await LookedAt.AroundAsync(
            open.FromAsync(series, batches, sorted[0].At, later: false, cancel), Merged(fresh, stored, place), open.FromAsync(series, batches, sorted[^1].At, later: true, cancel),
            reading => Excursions.Side(reading, current.Description.StorageTempMinC, current.Description.StorageTempMaxC, settings), settings);
        var fact = Fact(current, readings.Device!, place, fresh, looked, RecordedBy.Of(actor));

        var batch = await open.StoreAsync(series, fact.Sha256, place, fresh, cancel);
        // Whoever sent it may have gone: what became of the event must be known all the same, before another import looks.
        var outcome = await streams.ChangeAsync(lot, permit, now => Decide(now, fact), identity, CancellationToken.None);
        if (outcome is Outcome.Refused && !recorded.Contains(fact.Sha256)) await open.DropAsync(batch, CancellationToken.None);
        return await AnswerAsync(outcome, readings, known, fact, context, cancel);
    }

    /// <summary>The rule: readings are recorded whatever became of the lot; the same ones once.</summary>
    public static Decision Decide(Lot lot, TemperaturesRecorded fact) =>
        lot.Temperatures.Batches.Contains(fact.Sha256) ? Decision.Accept() : Decision.Accept(fact);

    private TemperaturesRecorded Fact(Lot lot, string device, string? place, IReadOnlyList<Reading> fresh, LookedAt looked, RecordedBy by)
    {
        var excursions = Excursions.Find(looked.Series, device, lot.Description.StorageTempMinC, lot.Description.StorageTempMaxC, settings);
        return new(
            device, place,
            new(fresh.Count, fresh[0].At, fresh[^1].At, fresh.Min(r => r.Tenths) / 10m, fresh.Max(r => r.Tenths) / 10m,
                Math.Round(fresh.Sum(r => (long)r.Tenths) / 10m / fresh.Count, 2, MidpointRounding.AwayFromZero)),
            CanonicalReadings.Hash(fresh), looked.Stretch,
            [.. excursions.OrderByDescending(e => e.End - e.Start).Take(TemperaturesRecorded.MostExcursions).OrderBy(e => e.Start)], excursions.Count, by);
    }

    private static async Task ReadAsync(ReadingList readings, FileNotes notes, HttpContext context, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        var type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed) ? parsed : null;
        if (type?.MediaType is { Value: "application/json" or "text/csv" } && type.Charset is { HasValue: true } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("Send the body as UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        switch (type?.MediaType.Value)
        {
            case "application/json":
                await new JsonReadings(readings, errors).ReadAsync(context.Request.BodyReader, cancel);
                break;
            case "text/csv":
                readings.Device = notes.Device;
                readings.Location = notes.Location;
                if (notes.Check(errors)) await new CsvReadings(readings, errors, notes.Unit, notes.UtcOffset).ReadAsync(context.Request.Body, cancel);
                if (!errors.Any && readings.Device is null && readings.Received > 0)
                    errors.Add("device", new("required", "Name the device in the address (?device=…) or in a column of the file.", "请在地址（?device=…）或文件的列中填写设备编号。"), null);
                break;
            default:
                throw new BadHttpRequestException("Send readings as application/json or text/csv.", StatusCodes.Status415UnsupportedMediaType);
        }
        if (readings.Received == 0 && !errors.Any) errors.Add("readings", new("required", "There are no readings in it.", "没有读数。"), null);
        if (errors.Any) throw new InvalidRequestException(errors);
    }

    private async Task<IResult> AnswerAsync(Outcome outcome, ReadingList readings, int known, TemperaturesRecorded? fact, HttpContext context, CancellationToken cancel) =>
        await answers.OfAsync(outcome, context, cancel, more: (_, answer) => new TemperaturesAnswer(answer, new(
            readings.Device!, fact?.Location, readings.Received, fact?.Readings.Count ?? 0, known, readings.Rejected, fact?.Readings, fact?.Sha256, fact?.Excursions ?? [], readings.Shown(context))));

    private static ProblemHttpResult NothingGood(ReadingList readings, HttpContext context)
    {
        var message = new Wording("None of the readings can be taken; nothing was stored.", "没有可用的读数，未保存任何内容。");
        return TypedResults.Problem(title: message.For(context), statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?>
        {
            ["code"] = "no-good-reading",
            ["message"] = message,
            ["received"] = readings.Received,
            ["rejected"] = readings.Rejected,
            ["rejections"] = readings.Shown(context),
        });
    }

    private static RequestIdentity? IdentityOf(ReadingList readings, IReadOnlyList<Reading> sorted, HttpContext context, Actor actor) =>
        context.Request.Headers.ContainsKey("Idempotency-Key")
            ? RequestIdentity.From(context, actor, SHA256.HashData(Encoding.UTF8.GetBytes($"{readings.Device}\n{readings.Location}\n{CanonicalReadings.Hash(sorted)}")))
            : null;

    // Where the lot was in custody, when the caller has it in one place only.
    private static string? OnlyPlaceOf(Lot lot, Actor actor) =>
        lot.Balances.Stocks.Where(s => s.Value.Organisation == actor.Organisation && s.Value.OnHand > 0).Select(s => s.Key).Take(2).ToList() is [var only] ? only : null;

    private static List<PlacedReading> Merged(IReadOnlyList<Reading> fresh, List<PlacedReading> stored, string? place)
    {
        List<PlacedReading> merged = [.. fresh.Select(r => new PlacedReading(r.At, r.Tenths, place)), .. stored];
        if (stored.Count > 0) merged.Sort(static (a, b) => a.At.CompareTo(b.At));
        return merged;
    }

    // What the address says about a CSV file.
    private sealed partial record FileNotes(string? Device, string? Location, string? Uom, string? Offset)
    {
        public TemperatureUnit? Unit => TemperatureUnits.TryParse(Uom, out var unit) ? unit : null;

        public TimeSpan? UtcOffset => Offset is null ? null : TimeSpan.Parse(Offset.TrimStart('+', ' '), CultureInfo.InvariantCulture);

        public bool Check(FieldErrors errors)
        {
            foreach (var (name, text) in new[] { ("device", Device), ("location", Location) })
                if (text is not null && (text.Length is 0 or > 100 || text.Any(char.IsControl)))
                    errors.Add(name, new("text-length", "This must be a text of 1 to 100 characters, none of them a control character.", "应为1至100个字符的文本，不含控制字符。"), text);
            if (Uom is not null && Unit is null) errors.Add("uom", ReadingCheck.NoUnit, Uom);
            if (Offset is not null && !OffsetForm().IsMatch(Offset)) errors.Add("offset", new("offset", "An offset from UTC has the form +08:00.", "时区应写作 +08:00 的形式。"), Offset);
            return !errors.Any;
        }

        // In an address a plus is a space.
        [GeneratedRegex(@"^[+ -]?(0\d|1[0-3]):[0-5]\d\z|^[+ ]?14:00\z")]
        private static partial Regex OffsetForm();
    }
}
