using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.ShopperReports;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>An inspector closes a task with what it came to, and tells the shoppers whose reports it looked into.</summary>
public sealed record CloseTask
{
    private const int LongestAnswer = 2000;

    /// <summary>conforming, nonConforming, inconclusive or unfounded. The first two take somebody who was there.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>In words; of a lot it stands in the public log.</summary>
    public string? Text { get; init; }

    /// <summary>Ids of reports of shoppers that are answered with it; they are of the task's lot or product.</summary>
    public IReadOnlyList<string>? Reports { get; init; }

    /// <summary>What those shoppers are told in Chinese. An answer needs it in one language at least.</summary>
    public string? AnswerZh { get; init; }

    /// <summary>What those shoppers are told in English.</summary>
    public string? AnswerEn { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<CloseTask>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Assessment).Required();
            RuleFor(x => x.Text).Required().AtMost(2000);
            RuleFor(x => x.Reports).Check((_, ids) => PublishTask.NotIds(ids));
            RuleFor(x => x.AnswerZh).AtMost(LongestAnswer).Check((x, zh) => x.Reports is { Count: > 0 } && zh is null or "" && x.AnswerEn is null or ""
                ? new("required", "An answer needs words: give answerZh, answerEn or both.", "答复应有内容：请填写 answerZh、answerEn 或两者。") : null);
            RuleFor(x => x.AnswerEn).AtMost(LongestAnswer);
        }
    }

    /// <summary>The rule: who says that goods conform or not has seen them.</summary>
    public static TaskDecision Decide(TaskFile file, CloseTask command, Doer doer)
    {
        var assessment = command.Assessment!.Value;
        if ((assessment is Tasks.Assessment.Conforming or Tasks.Assessment.NonConforming ? file.WhyNotRecord(doer) : file.WhyNotWork(doer)) is { } refused) return refused;
        var reports = TaskPublication.Ids(command.Reports);
        return TaskDecision.Accept(
            file.Task with { State = TaskState.Closed, EndedAt = doer.At, Assessment = assessment }, file.Next(TaskAct.Closed, doer) with { Closing = new(assessment, command.Text!, reports) },
            file.Task.Lot is { } lot ? LotKey.FromPath(lot) : null, new LotInspected(file.Task.Id, assessment, command.Text!, RecordedBy.Of(doer.Actor))) with
        { Answer = reports.Count > 0 ? command : null };
    }

    /// <summary>Asks that the reports that it names are there, and about what the task is about.</summary>
    /// <exception cref="InvalidRequestException">One of them is not.</exception>
    internal async Task RequireReportsAsync(Guid id, TaskStore store, ReportShelf reports, CancellationToken cancel)
    {
        if (Reports is not { Count: > 0 } || await store.FindAsync(id, cancel) is not { } file) return;
        var errors = new FieldErrors();
        await TaskPublication.CheckReportsAsync(file.Task, TaskPublication.Ids(Reports), reports, errors, cancel);
        if (errors.Any) throw new InvalidRequestException(errors);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/close", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Close a task with an assessment")
        .WithDescription("Of a lot the assessment is an event of the lot. Shoppers whose reports are named find the answer on the page of their report.")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .Answered();

    private static async Task<IResult> HandleAsync(string id, Valid<CloseTask> request, TaskCall call, ReportShelf reports, CancellationToken cancel)
    {
        if (Guid.TryParse(id, out var named)) await request.Value.RequireReportsAsync(named, call.Store, reports, cancel);
        return await call.RunAsync(id, request, Decide, cancel);
    }
}
