using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>An inspector takes a task that is open: of two at once, one.</summary>
public static class TakeTask
{
    /// <summary>The rule.</summary>
    public static TaskDecision Decide(TaskFile file, Doer doer) => file.Task switch
    {
        { IsLive: false } => file.Ended,
        { TakenBy: null } task => TaskDecision.Accept(task with { State = TaskState.Taken, TakenBy = doer.Person, TakenAt = doer.At }, file.Next(TaskAct.Taken, doer)),
        { TakenBy: var taker } when taker == doer.Person => new TaskDecision.Already(),
        { TakenBy: var taker } => Decision.Conflict("taken-before", $"{taker} has taken this task.", $"该任务已由 {taker} 领取。"),
    };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/take", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Take a task")
        .Answered();

    private static Task<IResult> HandleAsync(string id, TaskCall call, CancellationToken cancel) => call.RunAsync(id, Decide, cancel);
}

/// <summary>Who has taken a task gives it back, or a supervisor does for them. What was found until then stays.</summary>
public sealed record GiveBackTask
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<GiveBackTask>
    {
        /// <summary>Rules.</summary>
        public Validator() => RuleFor(x => x.Reason).Required().AtMost(500);
    }

    /// <summary>The rule.</summary>
    public static TaskDecision Decide(TaskFile file, GiveBackTask command, Doer doer) =>
        file.WhyNotWork(doer) is { } refused && !(refused.Code == "not-yours" && doer.Actor.Role == Role.Supervisor) ? refused
        : TaskDecision.Accept(file.Task with { State = TaskState.Open, TakenBy = null, TakenAt = null }, file.Next(TaskAct.GivenBack, doer) with { Reason = command.Reason });

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/give-back", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Give a task back: it is open again")
        .Answered();

    private static Task<IResult> HandleAsync(string id, Valid<GiveBackTask> request, TaskCall call, CancellationToken cancel) => call.RunAsync(id, request, Decide, cancel);
}

/// <summary>A supervisor calls a task off.</summary>
public sealed record CancelTask
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<CancelTask>
    {
        /// <summary>Rules.</summary>
        public Validator() => RuleFor(x => x.Reason).Required().AtMost(500);
    }

    /// <summary>The rule: what is over stays so.</summary>
    public static TaskDecision Decide(TaskFile file, CancelTask command, Doer doer) => file.Task.IsLive
        ? TaskDecision.Accept(file.Task with { State = TaskState.Cancelled, EndedAt = doer.At }, file.Next(TaskAct.Cancelled, doer) with { Reason = command.Reason })
        : file.Ended;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/cancel", HandleAsync)
        .Opens(Operation.CancelTask)
        .WithSummary("Call a task off")
        .Answered();

    private static Task<IResult> HandleAsync(string id, Valid<CancelTask> request, TaskCall call, CancellationToken cancel) => call.RunAsync(id, request, Decide, cancel);
}
