using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Lots;

/// <summary>What the rules say to a command.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>These facts are to be recorded; none when everything is recorded already.</summary>
    /// <param name="Facts">Facts about the lot of the command.</param>
    /// <param name="Elsewhere">Facts about other lots that the command names, recorded together with them or not at all.</param>
    public sealed record Accepted(IReadOnlyList<ILotFact> Facts, IReadOnlyList<(LotKey Lot, ILotFact Fact)> Elsewhere) : Decision;

    /// <summary>It may not happen.</summary>
    /// <param name="Code">Stable code, kebab case.</param>
    /// <param name="Status">HTTP status that says the same: 403, 404, 409, 413 or 422.</param>
    /// <param name="Reason">One sentence for the caller.</param>
    public sealed record Refused(string Code, int Status, Wording Reason) : Decision
    {
        /// <summary>What the caller needs to put it right, by name.</summary>
        public IReadOnlyDictionary<string, object?> Details { get; init; } = new Dictionary<string, object?>();

        /// <summary>The refusal as a problem document (RFC 9457), its title in the caller's language.</summary>
        public IResult AsProblem(HttpContext context) => TypedResults.Problem(
            title: Reason.For(context), statusCode: Status, extensions: new Dictionary<string, object?>(Details) { ["code"] = Code, ["message"] = Reason });
    }

    /// <summary>Record these facts.</summary>
    public static Decision Accept(params IReadOnlyList<ILotFact> facts) => new Accepted(facts, []);

    /// <summary>The state of the lot forbids it.</summary>
    public static Refused Conflict(string code, string en, string zh) => new(code, StatusCodes.Status409Conflict, new(en, zh));

    /// <summary>The caller may not do it.</summary>
    public static Refused Forbid(string code, string en, string zh) => new(code, StatusCodes.Status403Forbidden, new(en, zh));

    /// <summary>There is no such thing.</summary>
    public static Refused Unknown(string code, string en, string zh) => new(code, StatusCodes.Status404NotFound, new(en, zh));
}
