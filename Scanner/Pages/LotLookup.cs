using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Labels;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Resolver;
using Lotmark.Scanner.Serials;
using Lotmark.Scanner.Verify;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Pages;

/// <summary>What is known of a lot, in the reader's language and form.</summary>
internal sealed class LotLookup(ILotDocuments documents, IItemCodes items, PageRenderer pages, PageMemory memory, PublicAddress address, TimeProvider clock)
{
    /// <summary>Whether the page is the same for all who ask so. Other queries stand in the addresses that the page links to.</summary>
    public static bool WantsThePageAlone(HttpRequest request) => request.Query.Count == 0 || (request.Query.Count == 1 && request.Query.ContainsKey("lang"));

    /// <summary>The lot's page as it is kept, or made to be kept; null when there is no such lot.</summary>
    public async Task<Reply?> KeptAsync(HttpContext http, PageSetting setting, DigitalLink link)
    {
        var basePath = http.Request.PathBase;
        return await memory.GetAsync(
            link, setting.Words.Language,
            // Nobody's own: who hangs up does not end it for those who wait with him.
            () => documents.FindAsync(link, CancellationToken.None).AsTask(),
            (lot, asOf) => PageAsync(basePath, setting, link, lot, asOf: asOf));
    }

    /// <summary>The page of one item of a lot, or the same for a program: the lot's, and what is known of the item's code. It is made for each scan, and no cache's.</summary>
    public async Task<Reply> AnswerAsync(HttpContext http, PageSetting setting, MediaForm form, DigitalLink link, LotDocument lot, string serial)
    {
        var counts = form == MediaForm.Page && Look.Counts(http.Request);
        var item = new ScannedItem(serial, await items.FindAsync(link, serial, counts, http.RequestAborted), counts);
        return await AnswerAsync(http.Request.PathBase, setting, form, link, lot, item) with { CacheControl = "private, max-age=0, must-revalidate" };
    }

    /// <summary>The lot's page, or the same for a program.</summary>
    public async Task<Reply> AnswerAsync(PathString basePath, PageSetting setting, MediaForm form, DigitalLink link, LotDocument lot, ScannedItem? item = null)
    {
        if (form == MediaForm.Page) return await PageAsync(basePath, setting, link, lot, item);
        var uri = link.Uri(address.Url);
        var document = DocumentJson.Of(lot, lot.On(MarketTime.Today(clock)), uri, Evidence(basePath, link));
        if (item is not null) document["serial"] = item.Json;
        return LinkedData.Reply(document, form, uri, address.Url);
    }

    private async Task<Reply> PageAsync(PathString basePath, PageSetting setting, DigitalLink link, LotDocument lot, ScannedItem? item = null, DateTimeOffset? asOf = null)
    {
        var uri = link.Uri(address.Url);
        var page = await pages.RenderAsync<LotPage>(StatusCodes.Status200OK, setting, new()
        {
            ["Lot"] = lot,
            ["Standing"] = lot.On(MarketTime.Today(clock)),
            ["Item"] = item,
            ["AsOf"] = asOf,
            ["Uri"] = uri,
            ["EvidenceHref"] = Evidence(basePath, link),
            ["OfflineHref"] = basePath + VerifierFiles.Offline,
            ["ScriptHref"] = basePath + VerifierFiles.ScriptPath,
            ["ReportHref"] = $"{basePath}/report/{link.Path}?lang={(setting.Words.Language == Language.Zh ? "zh" : "en")}",
            ["CodeHref"] = basePath + CodePicture.PathOf(link),
        });
        return page with { ContentSecurityPolicy = VerifierFiles.ContentSecurityPolicy(lot.Proof.RpcUrls), CacheControl = asOf is null ? page.CacheControl : "no-store" };
    }

    private static string Evidence(PathString basePath, DigitalLink link) => $"{basePath}/api/lots/{link.Gtin}/{DigitalLink.Encode(link.LotNumber)}/evidence";

    internal static Reply Unreadable(Wording words, DigitalLinkError error) => ProblemReply.Of(new HttpValidationProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Title = words.CodeUnreadable,
        Errors = { [Field(error)] = [LinkWording.Of(words.Language).Fault(words, error)] },
    });

    // Other elements have no name of ours but their number.
    private static string Field(DigitalLinkError error) => error.Part switch
    {
        DigitalLinkPart.Gtin => "gtin",
        DigitalLinkPart.LotNumber => "lotNumber",
        _ => error.Identifier ?? "path",
    };
}
