using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Scanner.Labels;

/// <summary>Answers with the labels of many lots as one page, ready to print.</summary>
internal sealed class LabelSheet(ILotDocuments documents, PageRenderer pages, PublicAddress address)
{
    /// <summary>The page; what is wrong with the order, or which lots are not registered, as a page or as a problem.</summary>
    public async Task<Reply> PrintAsync(HttpContext http, string? size, string? paper, string? copies)
    {
        var query = http.Request.QueryString.Value ?? "";
        var setting = SettingOf(http, query);
        var (words, said) = (setting.Words, LabelWording.Of(setting.Words.Language));
        if (SheetOrder.Read(query, size, paper, copies, words, out var wrong) is not { } order)
        {
            return MediaChoice.WantsPage(http.Request)
                ? await Refused(setting, StatusCodes.Status400BadRequest, said.LabelRefused, said.SheetForm, [.. wrong.Values.SelectMany(sentences => sentences)])
                : ProblemReply.Of(new HttpValidationProblemDetails(wrong) { Status = StatusCodes.Status400BadRequest, Title = said.LabelRefused });
        }

        var found = new Dictionary<DigitalLink, LotDocument?>();
        foreach (var lot in order.Lots.Distinct()) found[lot] = await documents.FindAsync(lot, http.RequestAborted);
        string[] unknown = [.. found.Where(lot => lot.Value is null).Select(lot => lot.Key.Path)];
        if (unknown.Length > 0)
        {
            return MediaChoice.WantsPage(http.Request)
                ? await Refused(setting, StatusCodes.Status404NotFound, said.SheetLotsUnknown, said.SheetLotsUnknownMeans, unknown)
                : ProblemReply.Of(new ProblemDetails
                {
                    Status = StatusCodes.Status404NotFound,
                    Title = said.SheetLotsUnknown,
                    Detail = string.Join(", ", unknown),
                    Extensions = { ["lots"] = unknown },
                });
        }

        var style = SheetStyle.Of(order.Size, order.Paper);
        var page = await pages.RenderAsync<SheetPage>(StatusCodes.Status200OK, setting, new()
        {
            ["Style"] = style.Element,
            ["Steps"] = said.SheetSteps(order.Size.Width, order.Size.Height, order.Paper == Paper.Roll),
            ["Choices"] = Choices(order, words),
            ["Sheets"] = Labels(order, found!).Chunk(style.LabelsAPage).ToArray(),
        });
        return page with { ContentSecurityPolicy = style.ContentSecurityPolicy };
    }

    private IEnumerable<MarkupString> Labels(SheetOrder order, Dictionary<DigitalLink, LotDocument> found)
    {
        var drawn = new Dictionary<DigitalLink, (LabelLayout Label, string Id)>();
        foreach (var lot in order.Lots)
        {
            for (var copy = 0; copy < order.Copies; copy++)
            {
                if (drawn.TryGetValue(lot, out var first))
                {
                    yield return new(LabelDrawing.Again(first.Label, first.Id));
                    continue;
                }
                drawn[lot] = first = (LabelLayout.Of(order.Size, lot, found[lot], lot.Uri(address.Url)), $"label-{drawn.Count + 1}");
                yield return new(LabelDrawing.Draw(first.Label, first.Id));
            }
        }
    }

    // As it was sent: decoded and encoded again, the paths of lots would be others.
    private static PageSetting SettingOf(HttpContext http, string query)
    {
        var kept = $"?{string.Join('&', query.TrimStart('?').Split('&').Where(part => !part.StartsWith("lang=", StringComparison.Ordinal)))}";
        return LanguageSwitch.Of(http.Request).InFull with { Query = tag => $"{kept}&lang={tag}" };
    }

    private static SheetChoice[] Choices(SheetOrder order, Wording words) =>
    [
        .. from size in LabelSize.All
           from paper in Enum.GetValues<Paper>()
           let other = order with { Size = size, Paper = paper }
           select new SheetChoice($"{other.Query}&lang={(words.Language == Language.Zh ? "zh" : "en")}", $"{size.Width} × {size.Height} mm · {LabelWording.Of(words.Language).SheetPaper(paper == Paper.Roll)}", other == order),
    ];

    private Task<Reply> Refused(PageSetting setting, int status, string word, string sentence, IReadOnlyList<string> reasons) =>
        pages.RenderAsync<SheetRefusedPage>(status, setting, new() { ["Word"] = word, ["Sentence"] = sentence, ["Reasons"] = reasons });
}
