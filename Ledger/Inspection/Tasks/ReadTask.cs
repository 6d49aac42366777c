using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>One task with all that was done about it.</summary>
public static class ReadTask
{
    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapGet("/{id}", HandleAsync)
        .Opens(Operation.ReadTasks)
        .WithSummary("Read a task with all that was done about it")
        .Produces<TaskView>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, TaskStore store, TimeProvider clock, HttpContext context, CancellationToken cancel) =>
        await AnswerAsync(id, store, clock, context, StatusCodes.Status200OK, cancel);

    internal static async Task<IResult> AnswerAsync(string id, TaskStore store, TimeProvider clock, HttpContext context, int status, CancellationToken cancel)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Guid.TryParse(id, out var named) && await store.FindAsync(named, cancel) is { } file
            ? TypedResults.Json(TaskView.Of(file, clock.GetUtcNow()), LotJson.Answers, statusCode: status)
            : TaskActs.Unknown.AsProblem(context);
    }
}

/// <summary>A task in full.</summary>
/// <param name="Task">The task.</param>
/// <param name="Overdue">Whether its day is over and it is not.</param>
/// <param name="Entries">What was done about it, oldest first.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record TaskView(InspectionTask Task, bool Overdue, IReadOnlyList<TaskEntry> Entries, TaskLinks Links)
{
    internal static TaskView Of(TaskFile file, DateTimeOffset now) => new(file.Task, file.Task.IsOverdue(now), file.Entries, TaskLinks.Of(file.Task));
}

/// <summary>Addresses of a task.</summary>
/// <param name="Self">The task.</param>
/// <param name="Lot">The lot that it is about; absent when it is about none.</param>
public sealed record TaskLinks(string Self, string? Lot)
{
    internal static TaskLinks Of(InspectionTask task) => new($"/api/tasks/{task.Id}", task.Lot is { } lot ? $"/api/lots/{LotKey.FromPath(lot).Gtin}/{LotKey.FromPath(lot).Encoded}" : null);
}
