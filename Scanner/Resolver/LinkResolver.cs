using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Scanner.Resolver;

/// <summary>Answers the address that a code carries (GS1-Conformant Resolver Standard 1.2): a page, its form for programs, all links, or where one of them leads.</summary>
internal sealed class LinkResolver(ILotDocuments documents, LotLookup lots, PageRenderer pages, PublicAddress address)
{
    public async Task<Reply> AnswerAsync(HttpContext http)
    {
        var (setting, form) = (LanguageSwitch.Of(http.Request), MediaChoice.Of(http.Request));
        if (!DigitalLinkUri.TryParse(RawPath.Of(http), http.Request.QueryString.Value, out var link, out var error))
        {
            return form == MediaForm.Page
                ? await pages.RenderAsync<UnreadablePage>(StatusCodes.Status400BadRequest, setting.InFull, new() { ["Error"] = error })
                : LotLookup.Unreadable(setting.Words, error);
        }
        var reply = await FollowOrSayAwayAsync(new(http, setting, form, link));
        return reply with { Links = [Linkset.HeaderOf(link.KeysUri(address.Url)), .. reply.Links] };
    }

    private async Task<Reply> FollowOrSayAwayAsync(Scan scan)
    {
        try
        {
            return await FollowAsync(scan);
        }
        catch (LotsAwayException)
        {
            var away = AwayWording.Of(scan.Setting.InFull.Words.Language);
            var notice = await NoticeAsync(scan, StatusCodes.Status503ServiceUnavailable, away.Word, away.Sentence, null, []);
            return notice with { RetryAfter = "5", CacheControl = "no-store" };
        }
    }

    private async Task<Reply> FollowAsync(Scan scan)
    {
        var gtin = scan.Link.PrimaryKey;
        if (gtin.Identifier != ApplicationIdentifiers.Gtin) return await NotKeptAsync(scan);

        var cancel = scan.Http.RequestAborted;
        var (key, lot) = (scan.Link.Lot, default(LotDocument));
        if (key is { } plain && scan.Form == MediaForm.Page && scan.Link.Key(ApplicationIdentifiers.Serial) is null && LotLookup.WantsThePageAlone(scan.Http.Request))
        {
            if (await lots.KeptAsync(scan.Http, scan.Setting, plain) is { } kept) return kept;
        }
        else if (key is { } asked) lot = await documents.FindAsync(asked, cancel);
        var product = lot is null
            ? await documents.FindProductAsync(gtin.Value, cancel)
            : new ProductDocument { Gtin = lot.Gtin, Name = lot.ProductName, Brand = lot.Brand };
        if (product is null) return await UnknownAsync(scan, null, []);

        var contexts = new List<LinkContext> { KnownLinks.Of(product, address.Url, scan.Words) };
        if (lot is not null) contexts.Insert(0, KnownLinks.Of(scan.Link.Lot!.Value, lot, address.Url, scan.Words));
        return (scan.Form, LinkType.Of(scan.Link)) switch
        {
            (_, LinkType.Linkset) or (MediaForm.Linkset, null) => Linkset.Reply(StatusCodes.Status200OK, contexts),
            (_, { } type) => await LeadAsync(scan, type, product, contexts),
            _ when lot is not null && scan.Link.Key(ApplicationIdentifiers.Serial) is { } serial =>
                await lots.AnswerAsync(scan.Http, scan.Setting, scan.Form, scan.Link.Lot!.Value, lot, serial),
            _ when lot is not null => await lots.AnswerAsync(scan.Http.Request.PathBase, scan.Setting, scan.Form, scan.Link.Lot!.Value, lot),
            _ when scan.Link.Lot is not null => await UnknownAsync(scan, product, contexts),
            _ when scan.Link.Key(ApplicationIdentifiers.Serial) is not null || scan.Link.Key(ApplicationIdentifiers.ThirdPartySerial) is not null =>
                await NoticeAsync(scan, StatusCodes.Status404NotFound, scan.Titles.SerialAlone, scan.Titles.SerialAloneMeans, product, contexts),
            _ => await ProductAsync(scan, product),
        };
    }

    // The finest level that has such a link answers: a lot has what its product has.
    private async Task<Reply> LeadAsync(Scan scan, string type, ProductDocument product, List<LinkContext> contexts)
    {
        var links = contexts.Select(context => context.Links.Where(link => link.Type == type).ToList()).FirstOrDefault(found => found.Count > 0) ?? [];
        switch (LinkChoice.Among(links, scan.Http.Request, scan.Words.Language))
        {
            case []:
                return await NoticeAsync(scan, StatusCodes.Status404NotFound, scan.Titles.LinkTypeUnknown, scan.Titles.LinkTypeUnknownMeans, product, contexts);

            case [var link]:
                var location = PassedOn(link.Href, scan.Http.Request.QueryString.Value ?? "");
                return new Reply(StatusCodes.Status307TemporaryRedirect, "", []) { Location = location, Vary = "Accept, Accept-Language" };

            case var several:
                var choice = new LinkContext(contexts[0].Anchor, contexts[0].Description, several);
                return scan.Form == MediaForm.Page
                    ? await NoticeAsync(scan, StatusCodes.Status300MultipleChoices, scan.Titles.SeveralLinks, scan.Titles.SeveralLinksMean, product, [choice])
                    : Linkset.Reply(StatusCodes.Status300MultipleChoices, [choice]);
        }
    }

    // Pairs are passed on as they were sent; the target's own come first. The server takes no request whose target is not visible ASCII.
    private static string PassedOn(string href, string query)
    {
        var (whole, fragment) = href.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? (href[..hash], href[hash..]) : (href, "");
        var own = whole.IndexOf('?', StringComparison.Ordinal) is >= 0 and var question ? whole[(question + 1)..].Split('&') : [];
        var passed = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !LinkType.IsLinkType(new(Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' ')), ""))).Except(own);
        var pairs = string.Join('&', passed);
        return pairs.Length == 0 ? href : $"{whole}{(own.Length > 0 ? '&' : '?')}{pairs}{fragment}";
    }

    private async Task<Reply> ProductAsync(Scan scan, ProductDocument product)
    {
        var uri = KnownLinks.ProductUri(product.Gtin, address.Url);
        return scan.Form == MediaForm.Page
            ? await pages.RenderAsync<ProductPage>(StatusCodes.Status200OK, scan.Setting.InFull, new() { ["Product"] = product, ["Uri"] = uri })
            : LinkedData.Reply(DocumentJson.Of(product, uri), scan.Form, uri, address.Url);
    }

    private async Task<Reply> UnknownAsync(Scan scan, ProductDocument? product, List<LinkContext> contexts)
    {
        var (gtin, lotNumber, words) = (scan.Link.PrimaryKey.Value, scan.Link.Lot?.LotNumber, scan.Words);
        if (scan.Form == MediaForm.Page)
        {
            return await pages.RenderAsync<UnknownPage>(StatusCodes.Status404NotFound, scan.Setting, new()
            {
                ["Gtin"] = gtin,
                ["LotNumber"] = lotNumber,
                ["Product"] = product,
                ["ProductHref"] = product is null ? null : $"{scan.Http.Request.PathBase}/01/{gtin}",
            });
        }
        return ProblemReply.Of(new ProblemDetails
        {
            Status = StatusCodes.Status404NotFound,
            Title = product is null ? words.ProductUnknown : words.LotUnknown,
            Detail = product is null ? words.ProductUnknownMeans : words.LotUnknownMeans,
            Extensions = { ["gtin"] = gtin, ["lotNumber"] = lotNumber, ["product"] = product, ["linkset"] = product is null ? null : Linkset.Of(contexts) },
        });
    }

    private Task<Reply> NotKeptAsync(Scan scan) =>
        NoticeAsync(scan, StatusCodes.Status404NotFound, scan.Titles.NotKept, scan.Titles.NotKeptMeans(scan.Link.PrimaryKey.Identifier), null, []);

    // Well formed, but no page of its own: says why, and what there is instead.
    private async Task<Reply> NoticeAsync(Scan scan, int status, string title, string detail, ProductDocument? product, List<LinkContext> contexts)
    {
        if (scan.Form == MediaForm.Page)
        {
            return await pages.RenderAsync<NoticePage>(status, scan.Setting.InFull, new()
            {
                ["Word"] = title,
                ["Sentence"] = detail,
                ["Link"] = scan.Link,
                ["Product"] = product,
                ["Links"] = contexts.SelectMany(context => context.Links)
                    .Where(link => link.Type != LinkType.Default && (link.Languages.Length == 0 || link.Languages.Contains(scan.Words.Language)))
                    .Select(link => KeyValuePair.Create(link.Href, link.Title)).DistinctBy(link => link.Key).ToList(),
            });
        }
        return ProblemReply.Of(new ProblemDetails
        {
            Status = status,
            Title = title,
            Detail = detail,
            Extensions = { ["link"] = scan.Link.Canonical, ["product"] = product, ["linkset"] = contexts.Count == 0 ? null : Linkset.Of(contexts) },
        });
    }

    private sealed record Scan(HttpContext Http, PageSetting Setting, MediaForm Form, DigitalLinkUri Link)
    {
        public Wording Words => Setting.Words;

        public LinkWording Titles => LinkWording.Of(Setting.Words.Language);
    }
}
