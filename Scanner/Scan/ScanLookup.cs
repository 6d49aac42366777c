using System.Text.Json;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Scan;

/// <summary>
/// Answers <c>/scan</c>: the page, or where the lot is that was scanned, pasted or typed. Whatever a code says, it leads to
/// <c>/01/{gtin}/10/{lot}</c> on this host or nowhere.
/// </summary>
internal sealed class ScanLookup(ILotDocuments documents, PageRenderer pages, PublicAddress address, TimeProvider clock)
{
    public async Task<Reply> AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        var setting = LanguageSwitch.Of(request).InFull;
        var json = MediaChoice.Of(request) != MediaForm.Page;
        var entry = ScanEntry.Of(request.Query, setting.Words, json);
        if (entry.Lot is not { } link) return await Form(http, setting, entry, json);

        var item = entry.Serial is { } serial ? $"/21/{DigitalLink.Encode(serial)}" : "";
        var href = $"{request.PathBase}/{link.Path}{item}{QueryString.Create(request.Query.Where(pair => pair.Key == "lang"))}";
        var elsewhere = entry.Site is { } site && !IsOurs(site, request) ? await FindAsync(site, href, link, http.RequestAborted) : null;
        if (json) return Found(setting.Words, link, href, elsewhere);
        if (elsewhere is not null) return await Page(http, StatusCodes.Status200OK, setting, entry, elsewhere);

        return new Reply(StatusCodes.Status303SeeOther, "", []) { Location = href, Vary = "Accept, Accept-Language" };
    }

    private async Task<Elsewhere> FindAsync(string site, string href, DigitalLink link, CancellationToken cancel)
    {
        var lot = await documents.FindAsync(link, cancel);
        return new(site, href, lot, lot?.On(MarketTime.Today(clock)));
    }

    private async Task<Reply> Form(HttpContext http, PageSetting setting, ScanEntry entry, bool json)
    {
        if (json)
        {
            return ProblemReply.Of(new HttpValidationProblemDetails(entry.Mistakes.ToDictionary(pair => pair.Key, pair => (string[])[pair.Value]))
            {
                Status = StatusCodes.Status400BadRequest,
                Title = ScanWording.Of(setting.Words.Language).NothingFound,
            });
        }
        return await Page(http, entry.Mistakes.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, setting, entry, null);
    }

    private async Task<Reply> Page(HttpContext http, int status, PageSetting setting, ScanEntry entry, Elsewhere? elsewhere)
    {
        var page = await pages.RenderAsync<ScanPage>(status, setting, new() { ["Base"] = $"{http.Request.PathBase}/scan", ["Entry"] = entry, ["Elsewhere"] = elsewhere });
        return page with { ContentSecurityPolicy = ScanFiles.ContentSecurityPolicy, PermissionsPolicy = "camera=(self), microphone=(), geolocation=()" };
    }

    private static Reply Found(Wording words, DigitalLink link, string href, Elsewhere? elsewhere)
    {
        var said = ScanWording.Of(words.Language);
        var json = JsonSerializer.Serialize(new
        {
            link.Gtin,
            link.LotNumber,
            Page = href,
            elsewhere?.Site,
            Message = elsewhere is null ? said.Opening : $"{said.Elsewhere(elsewhere.Site)} {said.Held(words, elsewhere)}",
        }, DocumentJson.Options);
        return Reply.Text(StatusCodes.Status200OK, "application/json; charset=utf-8", json) with { Vary = "Accept, Accept-Language" };
    }

    private bool IsOurs(string site, HttpRequest request) =>
        string.Equals(site, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        || Uri.TryCreate(address.Url, UriKind.Absolute, out var ours) && site == ScannedCode.SiteOf(ours);
}
