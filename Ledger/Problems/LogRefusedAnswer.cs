using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Lotmark.Ledger.Problems;

/// <summary>Answers 503 while nothing may be recorded, because the log could not vouch for it. Reads go on.</summary>
public sealed class LogRefusedAnswer : IExceptionHandler
{
    internal const string Refused = "LM001"; // raised by the trigger on the event table

    /// <summary>Seconds after which it is worth another try.</summary>
    internal const string Wait = "300";

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Find(exception) is not { } refused) return false;
        httpContext.Response.Headers.RetryAfter = Wait;
        await TypedResults.Problem(
            title: "Nothing can be recorded just now; nothing was stored.", detail: refused.MessageText,
            statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>The refusal in a failure; null when it is another one.</summary>
    internal static PostgresException? Find(Exception? e) => e is null or PostgresException { SqlState: Refused } ? e as PostgresException : Find(e.InnerException);
}
