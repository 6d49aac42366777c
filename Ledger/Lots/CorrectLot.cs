using System.Text.Json;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>Who recorded a fact declares it wrong, and how it was. Nothing is edited: both stay in the history.</summary>
public sealed record CorrectLot
{
    /// <summary>Number of the event within the lot, as the history tells it. A fact that was corrected before is named by its own number again.</summary>
    public long? Event { get; init; }

    /// <summary>incorrectData or didNotOccur.</summary>
    public CorrectionReason? Reason { get; init; }

    /// <summary>Why, in words; stands in the public log.</summary>
    public string? Explanation { get; init; }

    /// <summary>The members that were wrong with their right values, by the names of the request that recorded them (JSON merge patch, RFC 7396: null takes a value away).</summary>
    public JsonElement? Values { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : AbstractValidator<CorrectLot>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Event).Required().Check((_, number) => number is < 1 or > int.MaxValue
                ? new("event-number", "Events are numbered from 1, as the history tells.", "事件编号从1开始，以历史记录为准。") : null);
            RuleFor(x => x.Reason).Required();
            RuleFor(x => x.Explanation).Required().AtMost(500);
            RuleFor(x => x.Values).Check((x, values) => (x.Reason, values?.ValueKind) switch
            {
                (CorrectionReason.IncorrectData, null) => new("required", "Give the members that were wrong with their right values.", "请填写需更正的字段及正确的值。"),
                (CorrectionReason.IncorrectData, not JsonValueKind.Object) => new("type-object", "An object with named members belongs here.", "此处应为带字段的对象。"),
                (CorrectionReason.DidNotOccur, not null) => new("values-of-nothing", "What did not occur has no values.", "未发生的事件没有值。"),
                _ => null,
            });
        }
    }

    /// <summary>The rule: who recorded it corrects it, and what was recorded after it must still add up.</summary>
    /// <param name="history">The lot's history.</param>
    /// <param name="command">The correction.</param>
    /// <param name="again">The rule of the corrected command, with its new values, on the lot as it was before it; null for what did not occur.</param>
    /// <param name="actor">Who corrects.</param>
    public static Decision Decide(LotHistory history, CorrectLot command, Func<Lot?, Decision>? again, Actor actor)
    {
        var number = (int)command.Event!.Value;
        if (Refusal(history, number, actor) is { } refused) return refused;
        ILotFact? replacement = null;
        switch (again?.Invoke(history.Before(number)))
        {
            case Decision.Refused wrong:
                return wrong;
            case Decision.Accepted { Facts: [var fact] }:
                replacement = fact;
                break;
            case { }:
                throw new InvalidOperationException("A command that is decided again records one fact.");
        }
        if (history.InForce(number) is ICorrectedWithCare careful && careful.Forbids(history.Lot!, replacement) is { } forbidden) return forbidden;
        if (replacement is null && history.Facts[number - 1].Fact is ILotBeginning && history.Facts.Any(f => f.Place.Version != number && f.Fact is not LotCorrected && history.InForce(f.Place.Version) is not null))
            return Decision.Conflict("others-rest-on-it", "Other events rest on this registration: correct them first.", "其他事件以此登记为基础，请先更正这些事件。");

        var correction = new LotCorrected(number, command.Reason!.Value, command.Explanation!, replacement, RecordedBy.Of(actor));
        return history.With([correction], history.Lot!.RecordedAt).Lot?.Shortfall is { } missing
            ? Decision.Conflict("quantity-exceeds", $"Later events would then have taken {missing.Short:0.######} more from {missing.Place} than was there.",
                $"更正后，后续事件从 {missing.Place} 取走的数量将超出 {missing.Short:0.######}。")
            : Decision.Accept(correction);
    }

    private static Decision.Refused? Refusal(LotHistory history, int number, Actor actor) =>
        number > history.Facts.Count
            ? Decision.Conflict("event-unknown", $"This lot has {history.Facts.Count} events.", $"该批次共有{history.Facts.Count}个事件。")
        : history.Facts[number - 1].Fact is LotCorrected correction
            ? Decision.Conflict("corrects-itself", $"Event {number} is a correction of event {correction.Event}: correct that one again.", $"事件{number}是对事件{correction.Event}的更正，请再次更正事件{correction.Event}。")
        : history.Facts[number - 1].Fact.By.Organisation != actor.Organisation
            ? Decision.Forbid("not-your-event", "Only the organisation that recorded an event corrects it.", "只有登记该事件的单位可以更正。")
        : history.InForce(number) is null
            ? Decision.Conflict("did-not-occur", $"Event {number} is declared not to have occurred already.", $"事件{number}已声明为未发生。")
        : null;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/corrections", HandleAsync)
        .Opens(Operation.CorrectLot)
        .WithSummary("Correct an event")
        .AnswersAboutLot();

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<CorrectLot> request, Actor actor, LotReader reader, LotStreams lots, CorrectableFacts kinds, LotAnswers answers, HttpContext context, CancellationToken cancel)
    {
        var (command, permit) = (request.Value, actor.To(Operation.CorrectLot));
        var history = await reader.HistoryAsync(lot, cancel);
        if (ReadLot.Refusal(history.Lot, permit) is { } hidden) return hidden.AsProblem(context);
        var number = (int)command.Event!.Value;
        if (Refusal(history, number, actor) is { } refused) return refused.AsProblem(context);
        if (!kinds.Know(history.Facts[number - 1].Fact))
            return Decision.Conflict("not-correctable", "Events of this kind can't be corrected.", "此类事件不能更正。").AsProblem(context);

        var fact = history.InForce(number)!;
        var again = command.Values is { } values ? await kinds.AgainAsync(fact, values, actor, history.Facts[number - 1].Place.RecordedAt, cancel) : null;
        var outcome = await lots.ChangeAsync(
            [lot], permit,
            // The values were merged into what was in force then.
            found => number <= found[0].Facts.Count && found[0].InForce(number) is { } still && still.GetType() == fact.GetType() && found[0].CorrectionsOf(number) == history.CorrectionsOf(number)
                ? Decide(found[0], command, again, actor)
                : Decision.Conflict("corrected-meanwhile", "This event was corrected meanwhile. Read the history and send the correction again.", "该事件已被更正，请查看历史记录后重新提交。"),
            RequestIdentity.From(context, actor, request.BodyHash), cancel);
        return await answers.OfAsync(outcome, context, cancel, request.Warnings);
    }
}

/// <summary>A fact on which others rest by more than quantities.</summary>
public interface ICorrectedWithCare : ILotFact
{
    /// <summary>Why it can't be replaced so; null when it can.</summary>
    /// <param name="lot">The lot as it is.</param>
    /// <param name="replacement">What it would count as; null when it did not occur.</param>
    Decision.Refused? Forbids(Lot lot, ILotFact? replacement);
}
