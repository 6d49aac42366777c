using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>Tasks, newest first, filtered.</summary>
public static class ListTasks
{
    private static readonly string[] PageParameters = ["after", "limit"];

    /// <summary>A part of the list.</summary>
    /// <param name="Tasks">The tasks, newest first.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record TaskList(IReadOnlyList<ListedTask> Tasks, string? Next);

    /// <summary>A task in a list.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Overdue">Whether its day is over and it is not.</param>
    /// <param name="Links">Where to go from here.</param>
    public sealed record ListedTask(InspectionTask Task, bool Overdue, TaskLinks Links);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapGet("/", HandleAsync)
        .Opens(Operation.ReadTasks)
        .WithSummary("List tasks of inspectors")
        .Produces<TaskList>()
        .Paged()
        .Narrowed(TaskFilters.Parameters);

    private static async Task<IResult> HandleAsync(Page page, Actor actor, TaskStore store, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var (query, now) = (context.Request.Query, clock.GetUtcNow());
        var found = await store.ListAsync(TaskFilters.Read(query, Recall.PersonOf(context, actor), now, page.After, PageParameters), page.Sought, cancel);
        var (part, next) = page.Cut(found, t => ListFilters.CursorOf(t.PublishedAt, t.Id));
        Page.Follow(context, next);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new TaskList([.. part.Select(t => new ListedTask(t, t.IsOverdue(now), TaskLinks.Of(t)))], next), LotJson.Answers);
    }
}
