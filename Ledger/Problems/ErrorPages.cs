using Microsoft.AspNetCore.Diagnostics;

namespace Lotmark.Ledger.Problems;

/// <summary>Addresses at which people read: there an error is a page, and no problem document.</summary>
/// <param name="Under">What these addresses begin with.</param>
/// <param name="Page">The page of a status, and of the failure behind it if there was one. It needs no database.</param>
public sealed record ErrorPages(PathString Under, Func<HttpContext, int, Exception?, IResult> Page)
{
    /// <summary>The page of a status; null where programs read.</summary>
    public static IResult? Of(HttpContext context, int status, Exception? why = null) => context.RequestServices.GetServices<ErrorPages>()
        .FirstOrDefault(pages => context.Request.Path.StartsWithSegments(pages.Under))?.Page(context, status, why);
}

/// <summary>Answers failures by pages where people read: 503 while the database is away or nothing may be recorded, what the server refuses with its status, all else 500.</summary>
public sealed partial class ErrorPageAnswer(ILogger<ErrorPageAnswer> logger) : IExceptionHandler
{
    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, wait) = exception switch
        {
            _ when LogRefusedAnswer.Find(exception) is not null => (StatusCodes.Status503ServiceUnavailable, LogRefusedAnswer.Wait),
            _ when DatabaseAwayAnswer.IsAway(exception) => (StatusCodes.Status503ServiceUnavailable, DatabaseAwayAnswer.Wait),
            BadHttpRequestException refused => (refused.StatusCode, null),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        if (ErrorPages.Of(httpContext, status, exception) is not { } page) return false;
        // Who answers a failure has to note it as well.
        if (status == StatusCodes.Status500InternalServerError) Failed(exception, httpContext.Request.Method, httpContext.Request.Path);
        httpContext.Response.Headers.RetryAfter = wait;
        await page.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void Failed(Exception exception, string method, string path);
}
