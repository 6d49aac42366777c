using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Lotmark.Ledger.Problems;

/// <summary>Answers 503 while the database is away. Whether the last word got through is not known when a commit is cut off; the same request again is safe.</summary>
public sealed class DatabaseAwayAnswer : IExceptionHandler
{
    /// <summary>Seconds after which it is worth another try.</summary>
    internal const string Wait = "5";

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsAway(exception)) return false;
        httpContext.Response.Headers.RetryAfter = Wait;
        await TypedResults.Problem(
            title: "The database does not answer just now. Send the same request again in a moment: what was stored already is not stored twice.",
            statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Whether a failure tells no more than that the database is away, or has just let its sessions go.</summary>
    internal static bool IsAway(Exception e) => e is NpgsqlException { IsTransient: true } || IsEndedSession(e) || (e.InnerException is { } inner && IsAway(inner));

    /// <summary>Whether the server ended the session, as it does when it goes down or is told to. For Npgsql that is not transient; another session serves.</summary>
    internal static bool IsEndedSession(Exception e) => e
        is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
        || (e.InnerException is { } inner && IsEndedSession(inner));
}
