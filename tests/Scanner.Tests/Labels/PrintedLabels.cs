using System.Text;
using System.Text.RegularExpressions;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Labels;

/// <summary>Labels in every form, as pictures that a decoder reads.</summary>
public static partial class PrintedLabels
{
    public static readonly string[] Sizes = ["70x50", "50x30"];

    /// <summary>The forms: a file and its resolution, or a sheet on a paper.</summary>
    public static readonly string[] Forms = ["svg", "png 300", "png 203", "zpl 300", "zpl 203", "sheet a4", "sheet roll"];

    /// <summary>One label in one form and size. Of a sheet it is the second copy, which refers to the first.</summary>
    public static async Task<byte[]> Picture(this ScannerHost host, DigitalLink lot, string form, string size) => form.Split(' ') switch
    {
        ["sheet", var paper] => Encoding.UTF8.GetBytes((await host.SheetLabels($"lot={lot.Path}&copies=2&size={size}&paper={paper}"))[1]),
        ["zpl", var dpi] => Dots.OfZpl(Encoding.ASCII.GetString(await host.Bytes($"/labels/{lot.Path}.zpl?size={size}&dpi={dpi}"))).ToPbm(),
        [var file, var dpi] => await host.Bytes($"/labels/{lot.Path}.{file}?size={size}&dpi={dpi}"),
        _ => await host.Bytes($"/labels/{lot.Path}.{form}?size={size}"),
    };

    /// <summary>The labels of a sheet, each as an SVG that stands alone.</summary>
    public static async Task<IReadOnlyList<string>> SheetLabels(this ScannerHost host, string query)
    {
        var page = Encoding.UTF8.GetString(await host.Bytes($"/labels/sheet?{query}"));
        var first = Drawn().Matches(page).ToDictionary(label => label.Groups[1].Value, label => label.Value);
        return [.. Label().Matches(page).Select(label => Reference().Replace(label.Value, reference => first[reference.Groups[1].Value]))];
    }

    public static async Task<byte[]> Bytes(this ScannerHost host, string path)
    {
        using var response = await host.Get(path);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(bytes)}");
        return bytes;
    }

    [GeneratedRegex("<svg width=.*?</svg>")]
    private static partial Regex Label();

    [GeneratedRegex("<g id=\"([^\"]+)\">.*?</g>")]
    private static partial Regex Drawn();

    [GeneratedRegex("<use href=\"#([^\"]+)\" />")]
    private static partial Regex Reference();
}
