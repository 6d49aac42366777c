using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>What is recorded on the spot, about the lot of the task or another one that was found there.</summary>
public abstract record OnTheSpot
{
    /// <summary>Trade item, where it is about another lot than the task.</summary>
    public string? Gtin { get; init; }

    /// <summary>Lot number, where it is about another lot than the task.</summary>
    public string? LotNumber { get; init; }

    /// <summary>The lot that it is about; null when it is about none.</summary>
    internal LotKey? LotOf(InspectionTask task) =>
        Gtin is { Length: > 0 } gtin && LotNumber is { Length: > 0 } number && Identifiers.Gtin.TryParse(gtin, out var item, out _) && Identifiers.LotNumber.TryParse(number, out var lot, out _) ? new LotKey(item, lot)
        : task.Lot is { } own ? LotKey.FromPath(own) : null;

    /// <summary>When it is well formed.</summary>
    protected internal sealed class LotRules<T> : AbstractValidator<T> where T : OnTheSpot
    {
        private static readonly FieldProblem Both = new("required", "GTIN and lot number belong together.", "GTIN与批次号须同时填写。");

        /// <summary>Rules.</summary>
        public LotRules()
        {
            RuleFor(x => x.Gtin).Check((x, gtin) => gtin is null or "" ? x.LotNumber is null or "" ? null : Both : Rules.FormOf<Gtin>(gtin));
            RuleFor(x => x.LotNumber).Check((x, number) => number is null or "" ? x.Gtin is null or "" ? null : Both : Rules.FormOf<LotNumber>(number));
        }
    }
}

/// <summary>An inspector found something. About a lot it is an event of that lot, and its text stands in the public log.</summary>
public sealed record RecordFinding : OnTheSpot
{
    /// <summary>What was found; about a lot it stands in the public log for ever: no names of people.</summary>
    public string? Text { get; init; }

    /// <summary>minor, major or critical.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Number of the event of the lot that it is about, as the history tells it.</summary>
    public int? Event { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<RecordFinding>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            Include(new LotRules<RecordFinding>());
            RuleFor(x => x.Text).Required().AtMost(2000);
            RuleFor(x => x.Event).Check((_, number) => number < 1 ? new("event-number", "Events are numbered from 1, as the history tells.", "事件编号从1开始，以历史记录为准。") : null);
        }
    }

    /// <summary>The rule.</summary>
    public static TaskDecision Decide(TaskFile file, RecordFinding command, Doer doer)
    {
        if (file.WhyNotRecord(doer) is { } refused) return refused;
        var lot = command.LotOf(file.Task);
        if (lot is null && command.Event is not null) return Decision.Conflict("event-of-no-lot", "This finding is about no lot: leave event out, or name the lot.", "未指明批次，不能填写事件编号。");
        return TaskDecision.Accept(file.Task, file.Next(TaskAct.Found, doer) with { Finding = new(command.Text!, command.Severity, command.Event) }, lot,
            new FindingRecorded(file.Task.Id, command.Text!, command.Severity, command.Event, file.Location, RecordedBy.Of(doer.Actor)),
            found => command.Event > found.Version ? Decision.Conflict("event-unknown", $"This lot has {found.Version} events.", $"该批次共有{found.Version}个事件。") : null);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/findings", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Record what was found")
        .WithDescription("About a lot it is an event of the lot: it has a leaf in the log, stands in the history and in the evidence, and can't be taken back. Its text is public.")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .Answered();

    private static Task<IResult> HandleAsync(string id, Valid<RecordFinding> request, TaskCall call, CancellationToken cancel) => call.RunAsync(id, request, Decide, cancel);
}
