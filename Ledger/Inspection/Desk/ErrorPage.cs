using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Errors at the desk, as pages. They ask nobody who reads them: that needs the database, which may be what is away.</summary>
internal static class ErrorPage
{
    /// <summary>The page of a status.</summary>
    public static IResult Of(HttpContext context, int status, Exception? why)
    {
        var kind = status switch
        {
            StatusCodes.Status403Forbidden => NoticePage.Notice.NotYours,
            StatusCodes.Status404NotFound => NoticePage.Notice.NoSuchPage,
            StatusCodes.Status405MethodNotAllowed => NoticePage.Notice.WrongMethod,
            StatusCodes.Status429TooManyRequests => NoticePage.Notice.TooFast,
            StatusCodes.Status503ServiceUnavailable => LogRefusedAnswer.Find(why) is null ? NoticePage.Notice.Away : NoticePage.Notice.NothingRecorded,
            >= StatusCodes.Status500InternalServerError => NoticePage.Notice.Failed,
            _ => NoticePage.Notice.Unreadable,
        };
        var passes = status is StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
        var say = DeskSetting.For(context);
        return new Page(say, status, new() { ["Say"] = say, ["Kind"] = kind, ["Again"] = passes ? say.Address : null });
    }

    // By a renderer of its own: that of the request may be what failed.
    private sealed class Page(DeskSetting say, int status, Dictionary<string, object?> subject) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            DeskModule.Harden(httpContext.Response.Headers);
            httpContext.Response.Headers.ContentLanguage = say.Tag;
            await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
            var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<NoticePage>(ParameterView.FromDictionary(subject))).ToHtmlString());
            await TypedResults.Content(html, "text/html; charset=utf-8", null, status).ExecuteAsync(httpContext);
        }
    }
}
