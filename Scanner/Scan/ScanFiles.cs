using System.Text;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Scan;

/// <summary>What the scan page loads: its style sheet, its module, and the decoder for browsers that have none.</summary>
internal static class ScanFiles
{
    private const string Script = "text/javascript; charset=utf-8";

    // MIT lets the decoder be passed on as long as its notice goes with it.
    private static readonly string Notice = $"/*!\nqr 0.7.0, https://github.com/paulmillr/qr\n{Read("qr.LICENSE-MIT")}*/\n";

    /// <summary>The files by their path below the page's own.</summary>
    public static IReadOnlyDictionary<string, Reply> All { get; } = new Dictionary<string, Reply>
    {
        ["scan.css"] = Reply.Text(StatusCodes.Status200OK, "text/css; charset=utf-8", Read("scan.css")),
        ["scan.js"] = Reply.Text(StatusCodes.Status200OK, Script, Read("scan.js")),
        ["qr/decode.js"] = Reply.Text(StatusCodes.Status200OK, Script, Notice + Read("qr.decode.js")),
        ["qr/index.js"] = Reply.Text(StatusCodes.Status200OK, Script, Notice + Read("qr.index.js")),
    };

    /// <summary>What the page may do beyond all others: run its own modules, ask its own server, send its forms there.</summary>
    public static string ContentSecurityPolicy { get; } = Stylesheet.ContentSecurityPolicy
        .Replace("style-src ", "script-src 'self'; connect-src 'self'; style-src 'self' ", StringComparison.Ordinal)
        .Replace("form-action 'none'", "form-action 'self'", StringComparison.Ordinal);

    private static string Read(string name)
    {
        using var stream = typeof(ScanFiles).Assembly.GetManifestResourceStream(typeof(ScanFiles), name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
