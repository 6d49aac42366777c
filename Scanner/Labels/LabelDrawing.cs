using System.Globalization;
using System.Xml.Linq;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Labels;

/// <summary>The label of a lot, 70 by 50 mm: the code, what it is for, the product's category and the key in words.</summary>
internal static class LabelDrawing
{
    private const decimal CodeSide = 40;
    private const string Sans = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif";
    private const string Mono = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The label as SVG; its code reads as <paramref name="uri"/>.</summary>
    public static string Draw(DigitalLink link, LotDocument lot, string uri)
    {
        var code = QrSymbol.Of(uri);
        var label = new XElement(Svg + "svg",
            new XAttribute("width", "70mm"), new XAttribute("height", "50mm"), new XAttribute("viewBox", "0 0 70 50"),
            new XAttribute("role", "img"), new XAttribute("aria-label", uri),
            new XElement(Svg + "rect", new XAttribute("width", 70), new XAttribute("height", 50), new XAttribute("fill", "#fff")),
            new XElement(Svg + "path",
                new XAttribute("transform", $"translate(1 1) scale({Number(CodeSide / code.Size)})"),
                new XAttribute("d", code.ToPath()), new XAttribute("fill", "#000"), new XAttribute("shape-rendering", "crispEdges")),
            Text("扫码溯源", 42, 11, 6, Sans, bold: true),
            Text("Scan to trace", 42, 16, 3.2m, Sans),
            Text(Category(lot, Language.Zh), 42, 28, 3.6m, Sans, bold: true),
            Text(Category(lot, Language.En), 42, 32.5m, 2.6m, Sans),
            Text($"(01) {link.Gtin}", 4, 43.5m, 2.6m, Mono),
            Text($"(10) {link.LotNumber}", 4, 47.5m, 2.6m, Mono));
        return label.ToString(SaveOptions.DisableFormatting);
    }

    private static string? Category(LotDocument lot, Language language) =>
        lot.Category is { } code ? Wording.Of(language).CategoryName(code) : null;

    private static XElement? Text(string? text, decimal x, decimal y, decimal size, string family, bool bold = false) =>
        text is null ? null : new XElement(Svg + "text",
            new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
            new XAttribute("font-size", Number(size)), new XAttribute("font-family", family),
            bold ? new XAttribute("font-weight", 600) : null, new XAttribute("fill", "#000"), text);

    private static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
