using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>An inspector proposes an order about many lots. The answer shows what it would reach; nothing is stopped before it is confirmed.</summary>
public sealed record ProposeRecall : Order
{
    /// <summary>hold or recall.</summary>
    public RecallKind? Kind { get; init; }

    /// <summary>Which lots.</summary>
    public RecallScope? Scope { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<ProposeRecall>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            Include(new Validator<ProposeRecall>());
            RuleFor(x => x.Kind).Required();
            RuleFor(x => x.Scope).Required().SetValidator(new RecallScope.Validator());
        }
    }
}

/// <summary>A supervisor, or for a hold an inspector, confirms a proposal: its lots are stopped.</summary>
public static class ConfirmRecall
{
    /// <summary>Carries it out. Returns why it could not be; null when it was.</summary>
    public static async Task<Decision.Refused?> RunAsync(
        Recall recall, string person, Actor actor, RecallStore store, ScopedLots scoped, StopLots stop, CancellationToken cancel)
    {
        if (recall.WhyNotConfirm(person) is { } refusal) return refusal;
        if (recall.Kind == RecallKind.Recall && actor.Role is not Role.Supervisor)
            return Decision.Forbid("not-a-supervisor", "A supervisor confirms recalls.", "召回须由主管确认。");
        var reached = await scoped.FindAsync(recall.Scope, cancel);
        if (!reached.Complete) return Decision.Conflict("too-many-lots", $"There are more than {Lineage.MostLots} lots in this scope: narrow it.", $"该范围超过{Lineage.MostLots}个批次：请缩小范围。");
        if (reached.Histories.Count == 0) return Decision.Conflict("no-lots", "There is no lot in this scope.", "该范围内没有批次。");
        if (!await store.ConfirmAsync(recall.Id, person, actor, [.. reached.Histories.Keys], cancel)) return (recall with { State = RecallState.UnderWay }).WhyNotConfirm(person);
        // What is confirmed goes on whether or not anybody waits for the answer.
        await stop.CarryOutAsync(recall.Id, CancellationToken.None);
        return null;
    }
}

/// <summary>Words with which an order is closed, or acknowledged.</summary>
public sealed record EndRecall
{
    /// <summary>What came of it; needed where some of the lots are still in the trade.</summary>
    public string? Outcome { get; init; }

    /// <summary>Closes an order, or withdraws a proposal. Returns why it could not be; null when it was.</summary>
    public static async Task<Decision.Refused?> RunAsync(
        Recall recall, string person, string? outcome, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, CancellationToken cancel)
    {
        var view = await RecallView.OfAsync(recall, null, store, scoped, lots, places, cancel);
        if (recall.WhyNotClose(view.Totals.LeftKg, outcome) is { } refusal) return refusal;
        return await store.EndAsync(recall, person, outcome, cancel) ? null : (recall with { State = RecallState.Closed }).WhyNotClose(0, outcome); // somebody else was quicker
    }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<EndRecall>
    {
        /// <summary>Rules.</summary>
        public Validator() => RuleFor(x => x.Outcome).AtMost(500);
    }
}

/// <summary>A holder confirms that it knows of an order.</summary>
public sealed record AcknowledgeRecall
{
    /// <summary>What it wants to say, e.g. since when the food is off the shelf.</summary>
    public string? Note { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<AcknowledgeRecall>
    {
        /// <summary>Rules.</summary>
        public Validator() => RuleFor(x => x.Note).AtMost(500);
    }
}
