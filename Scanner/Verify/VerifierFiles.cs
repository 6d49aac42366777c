using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lotmark.Scanner.Verify;

/// <summary>
/// The check in the shopper's browser: one script for the page of a lot, and one HTML file that does the same without us. Both are put
/// together from the same modules, so that a check asks for one file and what was saved needs no other.
/// </summary>
public static partial class VerifierFiles
{
    /// <summary>Where the file is that can be saved and opened anywhere.</summary>
    public const string Offline = "/verify.html";

    // Each after those that it imports.
    private static readonly string[] Modules = ["bytes", "sha2", "ed25519", "json", "tree", "note", "evidence", "steps", "chain", "words.zh", "words.en", "view"];

    private static readonly Reply Script = Reply.Text(StatusCodes.Status200OK, "text/javascript; charset=utf-8", Joined([.. Modules, "page"])) with
    {
        CacheControl = "public, max-age=31536000, immutable",
        IsFile = true,
    };

    private static readonly string OfflineScript = Joined([.. Modules, "trust", "offline"]);
    private static readonly string OfflineStyle = Stylesheet.Text + Read("offline.css").Trim();

    // The file is opened anywhere and learns its nodes from what is chosen: so any over TLS, and those of the own machine.
    private static readonly string OfflinePolicy =
        $"default-src 'none'; style-src {Hash(OfflineStyle)}; script-src {Hash(OfflineScript)}; connect-src https: http://localhost:* http://127.0.0.1:*; "
        + "img-src data:; base-uri 'none'; form-action 'none'";

    private static readonly Reply OfflinePage = Reply.Text(StatusCodes.Status200OK, "text/html; charset=utf-8", Read("offline.html")
        .Replace("{policy}", OfflinePolicy, StringComparison.Ordinal)
        .Replace("{style}", OfflineStyle, StringComparison.Ordinal)
        .Replace("{script}", OfflineScript, StringComparison.Ordinal)) with
    {
        ContentSecurityPolicy = $"{OfflinePolicy}; frame-ancestors 'none'",
        IsFile = true,
    };

    /// <summary>The bytes of the file that can be saved and opened anywhere.</summary>
    public static byte[] OfflineFile => OfflinePage.Body;

    /// <summary>The script of the lot page. Its address changes with its content: no page meets the script of another.</summary>
    public static string ScriptPath { get; } = $"/verify/{Convert.ToHexStringLower(SHA256.HashData(Script.Body).AsSpan(0, 8))}.js";

    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, string[] methods)
    {
        routes.MapMethods(ScriptPath, methods, Script.WriteAsync).ExcludeFromDescription();
        routes.MapMethods(Offline, methods, OfflinePage.WriteAsync).ExcludeFromDescription();
    }

    /// <summary>
    /// What a page that carries the script may do: run it, fetch the evidence, and ask these nodes. Named one by one, since the page knows
    /// them: a script that got into it could tell nobody else.
    /// </summary>
    /// <param name="rpcUrls">JSON-RPC endpoints; those that are neither https nor on the reader's own machine are left out.</param>
    public static string ContentSecurityPolicy(IReadOnlyList<string> rpcUrls)
    {
        var nodes = rpcUrls.Select(Origin).OfType<string>().Distinct().Select(origin => $" {origin}");
        return Stylesheet.ContentSecurityPolicy.Replace("img-src", $"script-src 'self'; connect-src 'self'{string.Concat(nodes)}; img-src 'self'", StringComparison.Ordinal);
    }

    private static string? Origin(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var node) && (node.Scheme == Uri.UriSchemeHttps || (node.Scheme == Uri.UriSchemeHttp && node.IsLoopback))
            ? node.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null;

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    // One module instead of several: no name at the top of one may be that of another's, which would not parse.
    private static string Joined(IEnumerable<string> modules) =>
        string.Concat(modules.SelectMany(module => Read($"{module}.js").Split('\n')).Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("import ", StringComparison.Ordinal))
            .Select(line => Export().Replace(line, "") + "\n"));

    private static string Read(string name)
    {
        using var stream = typeof(VerifierFiles).Assembly.GetManifestResourceStream(typeof(VerifierFiles), name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^export ")]
    private static partial Regex Export();
}
