using System.ComponentModel;
using System.Globalization;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>An importer registers the lots of a file.</summary>
public sealed class ImportLots(
    ImportJobs jobs, LotStreams lots, LotReader reader, StoredFacts facts, IValidator<RegisterLot> validator, NpgsqlDataSource database, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILoggerFactory logs)
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/batch", HandleAsync)
        .Opens(Operation.ImportLots)
        .WithSummary("Register the lots of a file")
        .WithDescription($"""
            CSV with a header line (comma or semicolon; the columns are the paths of the members of a registration, {string.Join(", ", CsvColumns.Names.Take(4))} …), or a
            registration in JSON a line; UTF-8 or GB18030, of any length. The answer has a JSON object for every record, in
            order, as soon as the record is settled, with the status that it would have had as a request of its own; it may be read while the file is sent,
            or after. Good ones land, bad ones are named. With Prefer: return=minimal only the bad ones are told. The job, which Location names,
            tells how far it is; a broken connection is carried on by sending the file again with the same ?job=. The same file again changes
            nothing. With dryRun=true nothing is stored at all. At most {ImportJobs.MostAtOnce} imports of an organisation run at once.
            """)
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .Accepts<string>(ImportFile.Csv, ImportFile.Ndjson)
        .Produces<string>(StatusCodes.Status200OK, ImportFile.Ndjson)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> HandleAsync(
        Actor actor, ImportLots import, HttpContext context, CancellationToken cancel,
        [Description("Decide everything, store nothing.")] bool dryRun = false,
        [Description("Id of the import, a UUID: choose one and send it again after a broken connection, or take the one from Location.")] Guid? job = null) =>
        import.CarryOutAsync(actor, dryRun, job, context, cancel);

    private async Task<IResult> CarryOutAsync(Actor actor, bool dryRun, Guid? job, HttpContext context, CancellationToken cancel)
    {
        using var file = ImportFile.Open(context.Request);
        if (file is null) return ImportProblems.MediaType.AsProblem(context);
        StoredImport import;
        if (job is { } id && await jobs.FindAsync(id, cancel) is { } seen)
        {
            if (seen.Organisation != actor.Organisation) return ImportProblems.UnknownJob.AsProblem(context);
            if (seen.State != ImportState.Interrupted) return (seen.State == ImportState.Done ? ImportProblems.Done : ImportProblems.Running).AsProblem(context);
            if (seen.ContentType != file.ContentType || seen.DryRun != dryRun || !await IsSameAsync(file, seen.Mark, cancel)) return ImportProblems.OtherFile.AsProblem(context);
            if (await jobs.TakeOverAsync(seen, cancel) is not { } taken) return await BusyAsync(id, context, cancel);
            import = taken;
        }
        else
        {
            await file.BeginAsync(cancel);
            var (chosen, start) = (job ?? Guid.CreateVersion7(), new ImportMark(file.Records.LastLine, file.Records.Offset, file.Records.Hash));
            if (await jobs.CreateAsync(chosen, actor, file.ContentType, dryRun, start, cancel) is not { } created) return await BusyAsync(chosen, context, cancel);
            import = created;
        }
        await AnswerAsync(import, file, actor, context);
        return TypedResults.Empty;
    }

    private async Task<IResult> BusyAsync(Guid job, HttpContext context, CancellationToken cancel)
    {
        if (await jobs.FindAsync(job, cancel) is { State: ImportState.Running }) return ImportProblems.Running.AsProblem(context);
        context.Response.Headers.RetryAfter = ImportJobs.Silence.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ImportProblems.TooMany.AsProblem(context);
    }

    // The lines that are settled are read, and compared by their hash.
    private static async Task<bool> IsSameAsync(ImportFile file, ImportMark mark, CancellationToken cancel)
    {
        await file.BeginAsync(cancel);
        var records = file.Records;
        while (records.Offset < mark.Bytes && await records.ReadAsync(cancel)) file.Pass();
        return records.Offset == mark.Bytes && records.Hash.AsSpan().SequenceEqual(mark.Hash);
    }

    private async Task AnswerAsync(StoredImport import, ImportFile file, Actor actor, HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var onlyRefused = context.Request.Headers["Prefer"].ToString().Contains("return=minimal", StringComparison.OrdinalIgnoreCase);
        using var lines = new ResultLines(Wording.AskedFor(context));
        context.Response.ContentType = ImportFile.Ndjson;
        context.Response.Headers.Location = ImportJob.PathOf(import.Id);
        context.Response.Headers.CacheControl = "no-store";
        if (onlyRefused) context.Response.Headers["Preference-Applied"] = "return=minimal";
        await context.Response.StartAsync(context.RequestAborted);

        using var spool = new AnswerSpool(context.Response, context.RequestAborted);
        var answer = new ImportAnswer(spool, lines, onlyRefused);
        var sending = spool.SendAsync();
        var state = ImportState.Interrupted;
        try
        {
            state = await RunAsync(import, file, actor, answer, end.Token);
        }
        finally
        {
            // An answer that ends well would say that all is settled.
            if (state != ImportState.Done || answer.Overflowed) context.Abort();
            spool.Complete();
            await sending;
        }
    }

    private async Task<ImportState> RunAsync(StoredImport import, ImportFile file, Actor actor, ImportAnswer answer, CancellationToken end)
    {
        var rehearsal = import.DryRun ? new Rehearsal(import.Id, reader, facts, database, clock) : null;
        // Never cut off by the caller: what was given to the ledger is settled.
        Landing land = rehearsal is null
            ? (lot, decide) => lots.RegisterAsync(lot, decide, null, CancellationToken.None)
            : rehearsal.RegisterAsync;
        var rehearsing = rehearsal?.RunAsync() ?? Task.CompletedTask;
        try
        {
            using var run = new ImportRun(import, file, actor, validator, land, jobs, answer, logs.CreateLogger<ImportRun>());
            return await run.RunAsync(end);
        }
        finally
        {
            rehearsal?.Complete();
            await rehearsing;
        }
    }
}
