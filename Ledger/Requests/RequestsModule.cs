using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Requests;

/// <summary>How requests are taken and how errors are answered, for all capabilities alike.</summary>
public static class RequestsModule
{
    private const long LargestBody = 1 << 20;

    // A sheet of labels names each of its lots in the query: 500 of the longest take about 50 KB.
    private const int LongestRequestLine = 1 << 16;

    /// <summary>Listens where the settings say; one address of our own when they say nothing.</summary>
    public static void ListenAsSet(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.Configuration["urls"] = ListeningAddress.Default;
        ListeningAddress.RequireFree(builder.Configuration);
    }

    /// <summary>Adds problem documents and JSON forms.</summary>
    public static void AddRequests(this WebApplicationBuilder builder, Settings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new PublicAddress(settings.PublicUrl));
        builder.Services.AddProblemDetails(UsualProblems.Configure);
        builder.Services.AddExceptionHandler<ErrorPageAnswer>(); // first: it answers all that people read
        builder.Services.AddExceptionHandler<InvalidRequestAnswer>();
        builder.Services.AddExceptionHandler<LogRefusedAnswer>();
        builder.Services.AddExceptionHandler<DatabaseAwayAnswer>();
        builder.Services.ConfigureHttpJsonOptions(options => LedgerJson.Configure(options.SerializerOptions));
    }

    /// <summary>Where codes carry https, tells browsers to come by nothing else (RFC 6797). For a year; of other hosts beside ours it says nothing.</summary>
    public static void UseSecureTransport(this WebApplication app, Settings settings)
    {
        if (!settings.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return;
        app.Use(next => http =>
        {
            http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
            return next(http);
        });
    }

    /// <summary>Puts error answers, sign-in and limits before everything else.</summary>
    public static void UseRequests(this WebApplication app)
    {
        app.UseExceptionHandler();
        // Whatever the caller accepts: the usual handler answers in plain text where it is not JSON.
        app.UseStatusCodePages(told => (ErrorPages.Of(told.HttpContext, told.HttpContext.Response.StatusCode)
            ?? UsualProblems.Of(told.HttpContext, told.HttpContext.Response.StatusCode)
            ?? TypedResults.Problem(statusCode: told.HttpContext.Response.StatusCode)).ExecuteAsync(told.HttpContext));
        app.UseRouting(); // here: left out, it would come before whatever else was put first
        app.Use(PlainBodies.RequireAsync);
        app.Use(LongBodies.RefuseAsync);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }
}
