using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>A task with all that was done about it.</summary>
/// <param name="Task">The task as it is.</param>
/// <param name="Entries">What was done, oldest first.</param>
public sealed record TaskFile(InspectionTask Task, IReadOnlyList<TaskEntry> Entries)
{
    /// <summary>Where its inspector checked in last, if that is a registered place.</summary>
    internal string? Location => Entries.LastOrDefault(e => e.Presence is not null)?.Presence!.Location ?? Task.Location;

    /// <summary>The entry that comes next.</summary>
    internal TaskEntry Next(TaskAct act, Doer doer) => new(Task.Version + 1, act, doer.At, doer.Person);

    /// <summary>Why somebody may not work on it; null when it is theirs.</summary>
    internal Decision.Refused? WhyNotWork(Doer doer) => Task switch
    {
        { IsLive: false } => Ended,
        { TakenBy: null } => Decision.Conflict("not-taken", "Nobody has taken this task: take it first.", "任务尚未领取：请先领取。"),
        { TakenBy: var taker } when taker != doer.Person => Decision.Forbid("not-yours", "Somebody else has taken this task.", "该任务由他人领取。"),
        _ => null,
    };

    /// <summary>Why nothing can be found or sampled; null when it can.</summary>
    internal Decision.Refused? WhyNotRecord(Doer doer) => WhyNotWork(doer) ?? (Task.State == TaskState.OnSite
        ? null : Decision.Conflict("not-checked-in", "Check in on the spot first.", "请先在现场签到。"));

    /// <summary>That it is over.</summary>
    internal Decision.Refused Ended => Task.State == TaskState.Cancelled
        ? Decision.Conflict("task-cancelled", "This task was called off.", "该任务已取消。")
        : Decision.Conflict("task-closed", "This task is closed.", "该任务已办结。");
}

/// <summary>Who does something about a task, and when.</summary>
/// <param name="Person">Account or key: told in tasks, never in events.</param>
/// <param name="Actor">For whom the rules decide.</param>
/// <param name="At">The time.</param>
public sealed record Doer(string Person, Actor Actor, DateTimeOffset At)
{
    /// <summary>Who asks.</summary>
    public static Doer Of(HttpContext context, TimeProvider clock) => new(Recall.PersonOf(context, Actor.From(context.User)), Actor.From(context.User), clock.GetUtcNow());
}

/// <summary>What the rules say to an act.</summary>
public abstract record TaskDecision
{
    private TaskDecision() { }

    /// <summary>It is done.</summary>
    /// <param name="After">The task after it.</param>
    /// <param name="Entry">What is noted.</param>
    public sealed record Accepted(InspectionTask After, TaskEntry Entry) : TaskDecision
    {
        /// <summary>What is recorded about a lot with it; null when nothing is.</summary>
        public (LotKey Lot, Func<Lot, Decision> Decide)? OfLot { get; init; }

        /// <summary>What shoppers are told with it.</summary>
        public CloseTask? Answer { get; init; }
    }

    /// <summary>It stands so already.</summary>
    public sealed record Already : TaskDecision;

    /// <summary>It may not be done.</summary>
    public sealed record Refused(Decision.Refused Why) : TaskDecision;

    /// <summary>A refusal by its reason.</summary>
    public static implicit operator TaskDecision(Decision.Refused why) => new Refused(why);

    /// <summary>The task goes on as this.</summary>
    internal static Accepted Accept(InspectionTask after, TaskEntry entry) => new(after with { Version = entry.Number }, entry);

    /// <summary>The task goes on, and a lot has a fact more.</summary>
    internal static Accepted Accept(InspectionTask after, TaskEntry entry, LotKey? lot, ILotFact fact, Func<Lot, Decision.Refused?>? refuse = null) => Accept(after, entry) with
    {
        OfLot = lot is { } key ? (key, found => refuse?.Invoke(found) ?? Decision.Accept(fact)) : null,
    };
}
