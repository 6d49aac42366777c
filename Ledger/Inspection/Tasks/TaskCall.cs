using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>A request of the API that does something about a task, and its answer.</summary>
/// <param name="Acts">Carries it out.</param>
/// <param name="Store">The tables.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="Context">The request.</param>
public sealed record TaskCall(TaskActs Acts, TaskStore Store, TimeProvider Clock, HttpContext Context)
{
    /// <summary>The call of a request.</summary>
    public static ValueTask<TaskCall> BindAsync(HttpContext context) => ValueTask.FromResult<TaskCall>(new(
        context.RequestServices.GetRequiredService<TaskActs>(), context.RequestServices.GetRequiredService<TaskStore>(), context.RequestServices.GetRequiredService<TimeProvider>(), context));

    /// <summary>Does what has a body.</summary>
    public Task<IResult> RunAsync<T>(string id, Valid<T> request, Func<TaskFile, T, Doer, TaskDecision> decide, CancellationToken cancel) where T : class =>
        RunAsync(id, request.BodyHash, (file, doer) => decide(file, request.Value, doer), cancel);

    /// <summary>Does what needs no words.</summary>
    public Task<IResult> RunAsync(string id, Func<TaskFile, Doer, TaskDecision> decide, CancellationToken cancel) => RunAsync(id, [], decide, cancel);

    private async Task<IResult> RunAsync(string id, byte[] bodyHash, Func<TaskFile, Doer, TaskDecision> decide, CancellationToken cancel)
    {
        var doer = Doer.Of(Context, Clock);
        var request = RequestIdentity.From(Context, doer.Actor, bodyHash);
        if (!Guid.TryParse(id, out var named)) return TaskActs.Unknown.AsProblem(Context);
        return await Acts.RunAsync(named, doer, request, file => decide(file, doer), cancel) is { } refusal
            ? refusal.AsProblem(Context)
            : await ReadTask.AnswerAsync(id, Store, Clock, Context, StatusCodes.Status200OK, cancel);
    }
}

/// <summary>How the API's description tells of acts.</summary>
internal static class TaskCallsDescribed
{
    /// <summary>Describes what they answer.</summary>
    public static RouteHandlerBuilder Answered(this RouteHandlerBuilder route) => route
        .Produces<TaskView>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .KnownAgain();
}
