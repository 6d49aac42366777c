using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Labels;

/// <summary>
/// The code of a lot as a picture for its page, which loads it on large screens and on paper: a phone that scanned it has no need of it, and drawing it
/// takes as long as the page. Unlike a label it says nothing but the address, so nobody is asked whether the lot is there.
/// </summary>
internal sealed class CodePicture(PublicAddress address)
{
    private const string Form = ".svg";

    /// <summary>The route of the pictures.</summary>
    public const string Route = "/code/01/{gtin}/10/{lot}" + Form;

    /// <summary>The address of a lot's picture.</summary>
    public static string PathOf(DigitalLink lot) => $"/code/{lot.Path}{Form}";

    /// <summary>The picture that a request asks for.</summary>
    public Reply Draw(HttpContext http)
    {
        var path = RawPath.Of(http);
        if (path.EndsWith(Form, StringComparison.OrdinalIgnoreCase)) path = path[..^Form.Length];
        if (!DigitalLink.TryParse(path, out var link, out DigitalLinkError? error)) return LotLookup.Unreadable(LanguageSwitch.Of(http.Request).Words, error);

        var code = QrSymbol.Of(link.Uri(address.Url));
        return Reply.Text(StatusCodes.Status200OK, "image/svg+xml", string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.Size} {code.Size}"><path fill="#fff" d="M0 0h{code.Size}v{code.Size}H0z"/><path d="{code.ToPath()}" shape-rendering="crispEdges"/></svg>""")) with
        {
            CacheControl = "public, max-age=86400",
        };
    }
}
