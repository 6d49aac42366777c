using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>A page where no route is at work, or none that can be relied on. By a renderer of its own: that of the request may be what failed.</summary>
internal sealed class PlainPage<TPage>(DeskSetting say, int status, Dictionary<string, object?> subject) : IResult where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        DeskModule.Harden(httpContext.Response.Headers);
        httpContext.Response.Headers.ContentLanguage = say.Tag;
        subject["Say"] = say;
        await using var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(subject))).ToHtmlString());
        await TypedResults.Content(html, "text/html; charset=utf-8", null, status).ExecuteAsync(httpContext);
    }
}
