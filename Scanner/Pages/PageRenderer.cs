using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Lotmark.Scanner.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lotmark.Scanner.Pages;

/// <summary>Turns a page into the bytes that are sent.</summary>
internal sealed class PageRenderer(ILoggerFactory loggers)
{
    // Chinese as itself, not as a number for each character: a third of the size, and readable in the source.
    private static readonly IServiceProvider Services =
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    // So that the bytes of most pages are moved once.
    private const int UsualLength = 16 << 10;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Renders a page.</summary>
    /// <param name="status">The status code to send it with.</param>
    /// <param name="setting">What every page needs.</param>
    /// <param name="subject">The page's own parameters by name.</param>
    public async Task<Reply> RenderAsync<TPage>(int status, PageSetting setting, Dictionary<string, object?> subject) where TPage : IComponent
    {
        subject["Setting"] = setting;
        await using var renderer = new HtmlRenderer(Services, loggers);
        var html = new MemoryStream(UsualLength);
        await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(subject));
            await using var writer = new StreamWriter(html, Utf8, leaveOpen: true);
            page.WriteHtmlTo(writer);
        });

        return new Reply(status, "text/html; charset=utf-8", html.ToArray()) with
        {
            ContentSecurityPolicy = Stylesheet.ContentSecurityPolicy,
            ContentLanguage = setting.Words.Tag,
            Vary = "Accept, Accept-Language",
        };
    }
}
