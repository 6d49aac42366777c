using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>What an order about many lots does.</summary>
public enum RecallKind
{
    /// <summary>Stops them while they are looked into.</summary>
    Hold,

    /// <summary>Calls them back from everywhere; takes a second person.</summary>
    Recall,
}

/// <summary>How far an order has come.</summary>
public enum RecallState
{
    /// <summary>Proposed: nothing is stopped.</summary>
    Proposed,

    /// <summary>Confirmed: its lots are being stopped, one after the other.</summary>
    UnderWay,

    /// <summary>All of its lots are stopped; holders know of it.</summary>
    Active,

    /// <summary>Closed: nothing is left to be done.</summary>
    Closed,

    /// <summary>Never confirmed.</summary>
    Withdrawn,
}

/// <summary>An order about many lots.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why; stands in the public log.</param>
/// <param name="LegalBasis">The provision it rests on.</param>
/// <param name="Scope">Which lots.</param>
/// <param name="Organisation">Authority that ordered it.</param>
/// <param name="ProposedBy">Account or key.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ConfirmedBy">Account or key of the second person.</param>
/// <param name="ConfirmedAt">When.</param>
/// <param name="EndedBy">Who closed or withdrew it.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Outcome">With which words.</param>
public sealed record Recall(
    Guid Id, RecallKind Kind, RecallState State, string Reason, string? LegalBasis, RecallScope Scope, string Organisation, string ProposedBy, DateTimeOffset ProposedAt,
    string? ConfirmedBy, DateTimeOffset? ConfirmedAt, string? EndedBy, DateTimeOffset? EndedAt, string? Outcome)
{
    /// <summary>Why somebody may not confirm it; null when all is well. A recall takes a second person; a hold may be confirmed by who proposed it.</summary>
    public Lots.Decision.Refused? WhyNotConfirm(string person) => this switch
    {
        { State: not RecallState.Proposed } => Lots.Decision.Conflict("not-proposed", "This order was confirmed or withdrawn already.", "该指令已确认或已撤回。"),
        { Kind: RecallKind.Recall } when person == ProposedBy => Lots.Decision.Forbid("second-person", "A recall is confirmed by another person than the one who proposed it.", "召回须由提出人以外的人员确认。"),
        _ => null,
    };

    /// <summary>Why somebody may not end it so; null when all is well.</summary>
    /// <param name="leftKg">What is left of its lots in the trade.</param>
    /// <param name="outcome">The words with which it is ended.</param>
    public Lots.Decision.Refused? WhyNotClose(decimal leftKg, string? outcome) => this switch
    {
        { State: not (RecallState.Active or RecallState.Proposed) } => Lots.Decision.Conflict("not-active", "This order is not active.", "该指令不在执行中。"),
        { State: RecallState.Active, Kind: RecallKind.Recall } when leftKg > 0 && string.IsNullOrWhiteSpace(outcome) => Lots.Decision.Conflict(
            "left-in-trade", $"{leftKg:#,0.###} kg of its lots are still in the trade: say in outcome why it is closed all the same.", $"流通中尚有 {leftKg:#,0.###} 千克：如仍需结案，请在 outcome 中说明理由。"),
        _ => null,
    };

    /// <summary>By which a person is told from another: an account, or a key of an organisation.</summary>
    public static string PersonOf(HttpContext context, Actor actor) => SignedInAccount.Of(context.User) is { } account ? account.Name : $"{actor.Organisation}/{actor.Key}";
}
