using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Labels;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Scanner.Pages;

/// <summary>Answers the address that a label carries: what is known of the lot, in the reader's language and form.</summary>
internal sealed class LotLookup(ILotDocuments documents, PageRenderer pages, PublicAddress address, PageMemory memory, TimeProvider clock)
{
    public async Task<Reply> FindAsync(HttpContext http)
    {
        var setting = LanguageSwitch.Of(http.Request);
        var json = MediaChoice.WantsJson(http.Request);
        if (!DigitalLink.TryParse(RawPath.Of(http), out var link, out var error))
        {
            return json
                ? Unreadable(setting.Words, error)
                : await pages.RenderAsync<UnreadablePage>(StatusCodes.Status400BadRequest, setting, new() { ["Error"] = error });
        }

        if (!json && IsPlain(http.Request))
        {
            // Nobody's own: who hangs up does not end it for those who wait with him.
            if (await memory.GetAsync(link, setting.Words.Language, async () => await documents.FindAsync(link, CancellationToken.None) is { } found
                ? (await Found(http.Request.PathBase, setting, link, found, json), found.Proof.State == ProofState.Final)
                : null) is { } page) return page;
        }
        else if (await documents.FindAsync(link, http.RequestAborted) is { } lot) return await Found(http.Request.PathBase, setting, link, lot, json);

        var product = await documents.FindProductAsync(link.Gtin, http.RequestAborted);
        return json
            ? Unknown(setting.Words, link, product)
            : await pages.RenderAsync<UnknownPage>(StatusCodes.Status404NotFound, setting, new() { ["Link"] = link, ["Product"] = product });
    }

    // Other queries stand in the addresses that the page links to.
    private static bool IsPlain(HttpRequest request) => request.Query.Count == 0 || request.Query is { Count: 1 } query && query.ContainsKey("lang");

    private async Task<Reply> Found(PathString basePath, PageSetting setting, DigitalLink link, LotDocument lot, bool json)
    {
        var standing = lot.On(MarketTime.Today(clock));
        var uri = link.Uri(address.Url);
        var evidence = $"{basePath}/api/lots/{link.Gtin}/{DigitalLink.Encode(link.LotNumber)}/evidence";
        if (json) return DocumentJson.Of(lot, standing, uri, evidence);

        var code = QrSymbol.Of(uri);
        return await pages.RenderAsync<LotPage>(StatusCodes.Status200OK, setting, new()
        {
            ["Lot"] = lot,
            ["Standing"] = standing,
            ["Uri"] = uri,
            ["EvidenceHref"] = evidence,
            ["ReportHref"] = $"{basePath}/report/{link.Path}?lang={(setting.Words.Language == Language.Zh ? "zh" : "en")}",
            ["Code"] = new CodeDrawing(code.Size, code.ToPath()),
        });
    }

    private static Reply Unknown(Wording words, DigitalLink link, ProductDocument? product) => ProblemReply.Of(new ProblemDetails
    {
        Status = StatusCodes.Status404NotFound,
        Title = product is null ? words.ProductUnknown : words.LotUnknown,
        Detail = product is null ? words.ProductUnknownMeans : words.LotUnknownMeans,
        Extensions = { ["gtin"] = link.Gtin, ["lotNumber"] = link.LotNumber, ["product"] = product },
    });

    internal static Reply Unreadable(Wording words, DigitalLinkError error) => ProblemReply.Of(new HttpValidationProblemDetails
    {
        Status = StatusCodes.Status400BadRequest,
        Title = words.CodeUnreadable,
        Errors = { [Field(error.Part)] = [words.Fault(error.Fault)] },
    });

    private static string Field(DigitalLinkPart part) => part switch
    {
        DigitalLinkPart.Gtin => "gtin",
        DigitalLinkPart.LotNumber => "lotNumber",
        _ => "path",
    };
}
