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
        // Nobody's own: who hangs up does not end it for those who wait with him.
        return await memory.GetAsync(link, setting.Words.Language, async () => await documents.FindAsync(link, CancellationToken.None) is { } lot
            ? (await AnswerAsync(basePath, setting, MediaForm.Page, link, lot), lot.Proof.State == ProofState.Final)
            : null);
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
        var standing = lot.On(MarketTime.Today(clock));
        var uri = link.Uri(address.Url);
        var evidence = $"{basePath}/api/lots/{link.Gtin}/{DigitalLink.Encode(link.LotNumber)}/evidence";
        if (form != MediaForm.Page)
        {
            var document = DocumentJson.Of(lot, standing, uri, evidence);
            if (item is not null) document["serial"] = item.Json;
            return LinkedData.Reply(document, form, uri, address.Url);
        }

        var code = QrSymbol.Of(uri);
        var page = await pages.RenderAsync<LotPage>(StatusCodes.Status200OK, setting, new()
        {
            ["Lot"] = lot,
            ["Standing"] = standing,
            ["Item"] = item,
            ["Uri"] = uri,
            ["EvidenceHref"] = evidence,
            ["OfflineHref"] = basePath + VerifierFiles.Offline,
            ["ScriptHref"] = basePath + VerifierFiles.ScriptPath,
            ["ReportHref"] = $"{basePath}/report/{link.Path}?lang={(setting.Words.Language == Language.Zh ? "zh" : "en")}",
            ["Code"] = new CodeDrawing(code.Size, code.ToPath()),
        });
        return page with { ContentSecurityPolicy = VerifierFiles.ContentSecurityPolicy(lot.Proof.RpcUrls) };
    }

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
