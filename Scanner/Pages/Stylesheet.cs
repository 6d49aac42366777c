using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Lotmark.Scanner.Pages;

/// <summary>The one style sheet, inline in every page so that the first answer is the whole page.</summary>
internal static partial class Stylesheet
{
    private static readonly string Text = Read();

    /// <summary>The style element.</summary>
    public static MarkupString Element { get; } = new($"<style>{Text}</style>");

    /// <summary>The policy that admits exactly this style sheet and the inline icon, and nothing else (CSP Level 3, section 2.3.1).</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; "
        + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The same for a page with a form, which may be sent to this site alone.</summary>
    public static string ContentSecurityPolicyOfForms { get; } = ContentSecurityPolicy.Replace("form-action 'none'", "form-action 'self'", StringComparison.Ordinal);

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream(typeof(Stylesheet), "page.css")!;
        using var reader = new StreamReader(stream);
        return LeadingSpace().Replace(reader.ReadToEnd(), "").Trim();
    }

    [GeneratedRegex(@"^\s+", RegexOptions.Multiline)]
    private static partial Regex LeadingSpace();
}
