using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Lotmark.Ledger.Problems;

/// <summary>Answers 503 while the database is away. Whether the last word got through is not known when a commit is cut off; the same request again is safe.</summary>
public sealed class DatabaseAwayAnswer : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is not NpgsqlException { IsTransient: true }) continue;
            httpContext.Response.Headers.RetryAfter = "5";
            await TypedResults.Problem(
                title: "The database does not answer just now. Send the same request again in a moment: what was stored already is not stored twice.",
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
            return true;
        }
        return false;
    }
}
