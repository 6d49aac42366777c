using System.Text;
using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>How far an import is, and the lines that it refused.</summary>
public static class ReadImport
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots)
    {
        lots.MapGet("/batch/{job}", HandleAsync)
            .Opens(Operation.ReadImports)
            .WithSummary("Read how far an import is")
            .Produces<ImportJob>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        lots.MapGet("/batch/{job}/refusals", RefusalsAsync)
            .Opens(Operation.ReadImports)
            .WithSummary("Read the refused lines of an import")
            .WithDescription("As they were answered, in order, a JSON object a line; the first 100,000.")
            .Produces<string>(StatusCodes.Status200OK, ImportFile.Ndjson)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> HandleAsync(Guid job, Actor actor, ImportJobs jobs, HttpContext context, CancellationToken cancel) =>
        await FindAsync(job, actor, jobs, cancel) is { } import ? TypedResults.Ok(import.AsAnswer()) : ImportProblems.UnknownJob.AsProblem(context);

    private static async Task<IResult> RefusalsAsync(Guid job, Actor actor, ImportJobs jobs, HttpContext context, CancellationToken cancel)
    {
        if (await FindAsync(job, actor, jobs, cancel) is null) return ImportProblems.UnknownJob.AsProblem(context);
        context.Response.ContentType = ImportFile.Ndjson;
        await foreach (var line in jobs.RefusalsAsync(job, cancel)) await context.Response.WriteAsync(line, Encoding.UTF8, cancel);
        return TypedResults.Empty;
    }

    private static async Task<StoredImport?> FindAsync(Guid job, Actor actor, ImportJobs jobs, CancellationToken cancel) =>
        await jobs.FindAsync(job, cancel) is { } import && (actor.To(Operation.ReadImports).Reach == Reach.Any || import.Organisation == actor.Organisation) ? import : null;
}
