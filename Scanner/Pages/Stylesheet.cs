using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Lotmark.Scanner.Pages;

/// <summary>The one style sheet, inline in every page so that the first answer is the whole page.</summary>
internal static partial class Stylesheet
{
    /// <summary>The style sheet.</summary>
    public static string Text { get; } = Read();

    /// <summary>The style element.</summary>
    public static MarkupString Element { get; } = ElementOf(Text);

    /// <summary>The policy that admits exactly this style sheet and the inline icon, and nothing else (CSP Level 3, section 2.3.1).</summary>
    public static string ContentSecurityPolicy { get; } = Policy(Text);

    /// <summary>The style element of a page that has a style of its own besides.</summary>
    public static MarkupString ElementOf(string text) => new($"<style>{text}</style>");

    /// <summary>The policy of a page that has a style of its own besides.</summary>
    public static string PolicyFor(string text) => Policy(Text, text);

    private static string Policy(params IEnumerable<string> styles) =>
        $"default-src 'none'; style-src {string.Join(' ', styles.Select(text => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'"))}; "
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
