using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Lotmark.Ledger.Problems;

/// <summary>Answers 503 while nothing may be recorded, because the log could not vouch for it. Reads go on.</summary>
public sealed class LogRefusedAnswer : IExceptionHandler
{
    internal const string Refused = "LM001"; // raised by the trigger on the event table

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is not PostgresException { SqlState: Refused } refused) continue;
            httpContext.Response.Headers.RetryAfter = "300";
            await TypedResults.Problem(
                title: "Nothing can be recorded just now; nothing was stored.", detail: refused.MessageText,
                statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
            return true;
        }
        return false;
    }
}
