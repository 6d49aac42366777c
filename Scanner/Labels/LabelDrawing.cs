using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Lotmark.Scanner.Labels;

/// <summary>
/// A label as SVG. Its letters are outlines: as text they would be boxes where there is no Chinese font, and of another length on each
/// machine. What it says is its <c>aria-label</c>.
/// </summary>
internal static class LabelDrawing
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The label as a document of its own.</summary>
    public static string Draw(LabelLayout label) => Frame(label, Content(label)).ToString(SaveOptions.DisableFormatting);

    /// <summary>The label for a page, where <see cref="Again"/> repeats it by its id.</summary>
    public static string Draw(LabelLayout label, string id) =>
        Frame(label, new XElement(Svg + "g", new XAttribute("id", id), Content(label))).ToString(SaveOptions.DisableFormatting);

    /// <summary>A label that stands on the same page already.</summary>
    public static string Again(LabelLayout label, string id) =>
        Frame(label, new XElement(Svg + "use", new XAttribute("href", "#" + id))).ToString(SaveOptions.DisableFormatting);

    private static XElement Frame(LabelLayout label, params object[] content) => new(Svg + "svg",
        new XAttribute("width", $"{label.Size.Width}mm"), new XAttribute("height", $"{label.Size.Height}mm"),
        new XAttribute("viewBox", $"0 0 {label.Size.Width} {label.Size.Height}"),
        new XAttribute("role", "img"), new XAttribute("aria-label", label.Words),
        content);

    private static object[] Content(LabelLayout label) =>
    [
        new XElement(Svg + "path", new XAttribute("d", $"M0 0h{label.Size.Width}v{label.Size.Height}H0z"), new XAttribute("fill", "#fff")),
        new XElement(Svg + "path",
            new XAttribute("transform", $"translate({Number(label.Size.CodeEdge)} {Number(label.Size.CodeEdge)}) scale({Number(label.Size.CodeSide / label.Code.Size)})"),
            new XAttribute("d", label.Code.ToPath()), new XAttribute("shape-rendering", "crispEdges")),
        .. label.Lines.Select(line => new XElement(Svg + "path",
            new XAttribute("transform", $"translate({Number(line.X)} {Number(line.Y)}) scale({Number(line.Size / 1000)})"),
            new XAttribute("d", Outline(line)))),
    ];

    private static string Outline(LabelLine line)
    {
        var path = new StringBuilder();
        var x = 0;
        foreach (var letter in Lettering.Of(line.Face, line.Text))
        {
            if (letter.Outline.Length > 0) path.Append(CultureInfo.InvariantCulture, $"M{x} 0{letter.Outline}");
            x += letter.Advance;
        }
        return path.ToString();
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
