using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Components;

namespace Lotmark.Scanner.Labels;

/// <summary>How labels of one size lie on one sort of paper.</summary>
internal sealed class SheetStyle
{
    // Far enough apart to be cut by hand, and no printer reaches the edge of its paper.
    private const int Gap = 4;
    private const int Margin = 10;
    private const int A4Width = 210;
    private const int A4Height = 297;

    private static readonly Dictionary<(LabelSize, Paper), SheetStyle> Styles = new(
        from size in LabelSize.All from paper in Enum.GetValues<Paper>() select KeyValuePair.Create((size, paper), new SheetStyle(size, paper)));

    private SheetStyle(LabelSize size, Paper paper)
    {
        var columns = paper == Paper.Roll ? 1 : (A4Width - 2 * Margin + Gap) / (size.Width + Gap);
        var rows = paper == Paper.Roll ? 1 : (A4Height - 2 * Margin + Gap) / (size.Height + Gap);
        LabelsAPage = columns * rows;
        var text = OnScreen + (paper == Paper.Roll
            ? $$"""
              @page { size: {{size.Width}}mm {{size.Height}}mm; margin: 0; }
              @media print {
              .sheet { height: {{size.Height}}mm; overflow: hidden; }
              .sheet svg { display: block; }
              """
            // A millimetre less than the paper: one that is rounded up would come with an empty page behind it.
            : $$"""
              @page { size: A4 portrait; margin: 0; }
              @media print {
              .sheet { height: {{A4Height - 1}}mm; display: grid; gap: {{Gap}}mm; grid-template-columns: repeat({{columns}}, {{size.Width}}mm);
              grid-template-rows: repeat({{rows}}, {{size.Height}}mm); place-content: center; }
              .sheet svg { outline: .2mm dashed #999; }
              """)
            + Printed;
        (Element, ContentSecurityPolicy) = (Stylesheet.ElementOf(text), Stylesheet.PolicyFor(text));
    }

    /// <summary>Labels on one page.</summary>
    public int LabelsAPage { get; }

    /// <summary>The style element.</summary>
    public MarkupString Element { get; }

    /// <summary>The policy that admits this style besides that of every page.</summary>
    public string ContentSecurityPolicy { get; }

    /// <summary>The style of one size on one paper.</summary>
    public static SheetStyle Of(LabelSize size, Paper paper) => Styles[(size, paper)];

    private const string OnScreen = """
        .note h1 { margin-bottom: 8px; }
        .sheet { display: flex; flex-wrap: wrap; gap: 4mm; margin-top: 4mm; }
        .sheet svg { max-width: 100%; outline: 1px dashed #888; }
        .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
        .choices a { min-height: 44px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px; text-decoration: none; }
        .choices a[aria-current] { border-color: var(--ink); color: var(--ink); font-weight: 600; }

        """;

    private const string Printed = """

        .bar, .note, footer { display: none; }
        .sheet { margin: 0; break-after: page; }
        .sheet:last-child { break-after: auto; }
        .sheet svg { max-width: none; }
        }
        """;
}
