using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>An inspector took a sample. Of a lot it is an event of that lot; balances stay as they are.</summary>
public sealed record RecordSample : OnTheSpot
{
    /// <summary>What is written on the sample.</summary>
    public string? Number { get; init; }

    /// <summary>How much was taken.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Of what: g, packs.</summary>
    public string? Unit { get; init; }

    /// <summary>What it is to be tested for.</summary>
    public string? TestFor { get; init; }

    /// <summary>Laboratory that tests it.</summary>
    public string? Laboratory { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<RecordSample>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            Include(new LotRules<RecordSample>());
            RuleFor(x => x.Number).Required().AtMost(40);
            RuleFor(x => x.Quantity).Required().Positive();
            RuleFor(x => x.Unit).Required().AtMost(20);
            RuleFor(x => x.TestFor).Required().AtMost(200);
            RuleFor(x => x.Laboratory).AtMost(200);
        }
    }

    /// <summary>The rule: a sample has its number alone.</summary>
    public static TaskDecision Decide(TaskFile file, RecordSample command, Doer doer) =>
        file.WhyNotRecord(doer) is { } refused ? refused
        : file.Entries.Any(e => e.Sample?.Number == command.Number) ? Decision.Conflict("sample-number-taken", "Another sample of this task has this number.", "本任务已有此编号的样品。")
        : TaskDecision.Accept(file.Task, file.Next(TaskAct.Sampled, doer) with { Sample = new(command.Number!, command.Quantity!.Value, command.Unit!, command.TestFor!, Given(command.Laboratory)) },
            command.LotOf(file.Task),
            new SampleTaken(file.Task.Id, command.Number!, command.Quantity.Value, command.Unit!, command.TestFor!, Given(command.Laboratory), file.Location, RecordedBy.Of(doer.Actor)));

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/samples", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Record a sample that was taken")
        .WithDescription("Of a lot it is an event of the lot, as a finding is. Nothing is taken from its balances.")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .Answered();

    private static Task<IResult> HandleAsync(string id, Valid<RecordSample> request, TaskCall call, CancellationToken cancel) => call.RunAsync(id, request, Decide, cancel);
}

/// <summary>What a laboratory made of a sample; it may come when the task is closed already.</summary>
public sealed record RecordResult
{
    /// <summary>Number of the sample.</summary>
    public string? Sample { get; init; }

    /// <summary>conforming, nonConforming or inconclusive.</summary>
    public TestOutcome? Outcome { get; init; }

    /// <summary>What was measured; of a lot it stands in the public log.</summary>
    public string? Text { get; init; }

    /// <summary>When it was tested; not in the future.</summary>
    public DateOnly? TestedOn { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<RecordResult>
    {
        /// <summary>Rules.</summary>
        public Validator(TimeProvider clock)
        {
            RuleFor(x => x.Sample).Required().AtMost(40);
            RuleFor(x => x.Outcome).Required();
            RuleFor(x => x.Text).AtMost(2000);
            RuleFor(x => x.TestedOn).Check((_, day) => day > ImportingCountryDay.Of(clock.GetUtcNow()) ? new("in-the-future", "This can't have happened in the future.", "发生时间不能晚于现在。") : null);
        }
    }

    /// <summary>The rule: who took the sample, or a supervisor, tells its result, once.</summary>
    public static TaskDecision Decide(TaskFile file, RecordResult command, Doer doer)
    {
        if (file.Task.State == TaskState.Cancelled) return file.Ended;
        if (file.Entries.FirstOrDefault(e => e.Sample?.Number == command.Sample) is not { } taken)
            return Decision.Conflict("sample-unknown", "No sample of this number was taken for this task.", "本任务没有此编号的样品。");
        if (doer.Person != taken.By && doer.Person != file.Task.TakenBy && doer.Actor.Role != Role.Supervisor)
            return Decision.Forbid("not-yours", "Somebody else took this sample.", "该样品由他人采集。");
        if (file.Entries.Any(e => e.Result?.Sample == command.Sample)) return Decision.Conflict("result-before", "The result of this sample is recorded already.", "该样品的结果已记录。");
        var text = command.Text is { Length: > 0 } said ? said : null;
        return TaskDecision.Accept(file.Task, file.Next(TaskAct.Tested, doer) with { Result = new(command.Sample!, command.Outcome!.Value, text, command.TestedOn) },
            taken.Lot is { } lot ? LotKey.FromPath(lot) : null,
            new SampleTested(file.Task.Id, command.Sample!, command.Outcome.Value, text, command.TestedOn, RecordedBy.Of(doer.Actor)));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/results", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Record what a laboratory made of a sample")
        .WithDescription("Also when the task is closed: results come late. The laboratory's own report is a document of the lot.")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .Answered();

    private static Task<IResult> HandleAsync(string id, Valid<RecordResult> request, TaskCall call, CancellationToken cancel) => call.RunAsync(id, request, Decide, cancel);
}
