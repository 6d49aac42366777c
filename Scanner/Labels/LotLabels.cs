using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Scanner.Labels;

/// <summary>Answers for the label of a lot. Only a registered lot has one: a label is a promise that scanning it finds something.</summary>
internal sealed class LotLabels(ILotDocuments documents, PublicAddress address)
{
    public const string Svg = ".svg";
    public const string Png = ".png";

    // At 300 dpi about one millimetre a module: fine enough to print at any size, small enough to send.
    private const int PixelsPerModule = 12;

    private const string LabelCache = "public, max-age=60";

    /// <summary>The label in one form: <see cref="Svg"/> or <see cref="Png"/>.</summary>
    public async Task<Reply> FindAsync(HttpContext http, string form)
    {
        var path = RawPath.Of(http).TrimEnd('/');
        var words = LanguageSwitch.Of(http.Request).Words;
        if (path.EndsWith(form, StringComparison.OrdinalIgnoreCase)) path = path[..^form.Length];
        if (!DigitalLink.TryParse(path, out var link, out var error))
            return LotLookup.Unreadable(words, error);

        if (await documents.FindAsync(link, http.RequestAborted) is not { } lot)
        {
            return ProblemReply.Of(new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = words.ProductUnknown });
        }
        var uri = link.Uri(address.Url);
        var label = form switch
        {
            Svg => Reply.Text(StatusCodes.Status200OK, "image/svg+xml", LabelDrawing.Draw(link, lot, uri)),
            _ => new Reply(StatusCodes.Status200OK, "image/png", QrSymbol.Of(uri).ToPng(PixelsPerModule)),
        };
        return label with { CacheControl = LabelCache };
    }
}
