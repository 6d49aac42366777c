using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Takes commands about the custody of a lot: looks up the places they name, lets the rule decide, records, answers.</summary>
public sealed class CustodyDesk(LotStreams lots, LotAnswers answers, Places places, TimeProvider clock)
{
    /// <summary>Carries a command out.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="permit">What the caller may do.</param>
    /// <param name="request">The request as it came.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="context">The request's context.</param>
    /// <param name="cancel">Ends the wait; what was committed stays.</param>
    /// <param name="more">What this command answers beyond the usual.</param>
    public async Task<IResult> TakeAsync<T>(
        LotKey lot, Permit permit, Valid<T> request, Func<Lot, Scene, Decision> decide,
        HttpContext context, CancellationToken cancel, Func<Lot, LotAnswer, LotAnswer>? more = null) where T : Movement
    {
        var scene = await SceneAsync(permit.Actor, request.Value.Named, cancel);
        var outcome = await lots.ChangeAsync(lot, permit, current => decide(current, scene), RequestIdentity.From(context, permit.Actor, request.BodyHash), cancel);
        if (outcome is Outcome.Recorded { Lot: var now }) Tell(now, request.Warnings);
        return await answers.OfAsync(outcome, context, cancel, request.Warnings, more);
    }

    /// <summary>The scene of a command.</summary>
    public async Task<Scene> SceneAsync(Actor actor, IReadOnlyList<(string, string?)> named, CancellationToken cancel) =>
        new(actor, await places.FindAsync(named, cancel), clock.GetUtcNow());

    // What does not fit is recorded all the same; who recorded it learns of it at once.
    private static void Tell(Lot lot, FieldErrors warnings)
    {
        foreach (var found in lot.Discrepancies.Where(d => d.Event == lot.Version))
        {
            var (expected, was) = (found.Expected.ToString("0.######", CultureInfo.InvariantCulture), found.Found.ToString("0.######", CultureInfo.InvariantCulture));
            if (found.Kind == "quantity")
                warnings.Add("quantity", new("quantity-differs", $"{expected} were shipped and {was} found: recorded as a discrepancy.", $"发货{expected}，实收{was}：已记录为差异。"), was);
            else
                warnings.Add("temperatureC", new("temperature-outside", $"{was} °C lies outside this lot's storage temperature (limit {expected} °C): recorded as a discrepancy.",
                    $"{was}℃超出该批次的储存温度（限值{expected}℃）：已记录为差异。"), was);
        }
    }
}
