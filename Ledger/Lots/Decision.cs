namespace Lotmark.Ledger.Lots;

/// <summary>What the rules say to a command.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>These facts are to be recorded; none when everything is recorded already.</summary>
    public sealed record Accepted(IReadOnlyList<object> Events) : Decision;

    /// <summary>It may not happen.</summary>
    /// <param name="Code">Stable code, kebab case.</param>
    /// <param name="Status">HTTP status that says the same: 403, 409, 413 or 422.</param>
    /// <param name="Reason">One sentence for the caller.</param>
    public sealed record Refused(string Code, int Status, string Reason) : Decision
    {
        /// <summary>The refusal as a problem document (RFC 9457).</summary>
        public IResult AsProblem() => TypedResults.Problem(
            title: Reason, statusCode: Status, extensions: new Dictionary<string, object?> { ["code"] = Code });
    }

    /// <summary>Record these facts.</summary>
    public static Decision Accept(params IReadOnlyList<object> events) => new Accepted(events);

    /// <summary>The state of the lot forbids it.</summary>
    public static Decision Conflict(string code, string reason) => new Refused(code, StatusCodes.Status409Conflict, reason);

    /// <summary>The caller may not do it.</summary>
    public static Decision Forbid(string code, string reason) => new Refused(code, StatusCodes.Status403Forbidden, reason);
}
