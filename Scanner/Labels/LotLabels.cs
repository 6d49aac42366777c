using System.Text;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
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
    public const string Zpl = ".zpl";

    // Office printers and label printers as most of them are.
    private const int Fine = 300;
    private const int Coarse = 203;

    private const string LabelCache = "public, max-age=60";

    /// <summary>The label in one form: <see cref="Svg"/>, <see cref="Png"/> or <see cref="Zpl"/>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="form">The form.</param>
    /// <param name="size">The name of a <see cref="LabelSize"/>; the large one if null.</param>
    /// <param name="dpi">Dots an inch, 203 or 300, of the forms that are made of dots; 300 for PNG and 203 for ZPL if null.</param>
    public async Task<Reply> FindAsync(HttpContext http, string form, string? size, string? dpi)
    {
        var path = RawPath.Of(http).TrimEnd('/');
        var words = LanguageSwitch.Of(http.Request).Words;
        if (path.EndsWith(form, StringComparison.OrdinalIgnoreCase)) path = path[..^form.Length];
        if (!DigitalLink.TryParse(path, out var link, out var error))
            return LotLookup.Unreadable(words, error);

        var said = LabelWording.Of(words.Language);
        var wrong = new Dictionary<string, string[]>();
        if (!LabelSize.TryParse(size, out var labelSize)) wrong["size"] = [said.LabelSizeWrong];
        var dots = dpi switch { null => form == Zpl ? Coarse : Fine, "203" => Coarse, "300" => Fine, _ => 0 };
        if (form != Svg && dots == 0) wrong["dpi"] = [said.LabelDpiWrong];
        if (labelSize is null || wrong.Count > 0)
            return ProblemReply.Of(new HttpValidationProblemDetails(wrong) { Status = StatusCodes.Status400BadRequest, Title = said.LabelRefused });

        if (await documents.FindAsync(link, http.RequestAborted) is not { } lot)
        {
            return ProblemReply.Of(new ProblemDetails { Status = StatusCodes.Status404NotFound, Title = words.ProductUnknown });
        }
        var label = LabelLayout.Of(labelSize, link, lot, link.Uri(address.Url));
        var reply = form switch
        {
            Svg => Reply.Text(StatusCodes.Status200OK, "image/svg+xml", LabelDrawing.Draw(label)),
            Zpl => new Reply(StatusCodes.Status200OK, "application/zpl", Encoding.ASCII.GetBytes(ZplForm.Of(LabelPicture.Of(label, dots)))),
            _ => new Reply(StatusCodes.Status200OK, "image/png", PngForm.Of(LabelPicture.Of(label, dots))),
        };
        return reply with { CacheControl = LabelCache };
    }
}
