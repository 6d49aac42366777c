using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Resolver;

/// <summary>The links that lots and products have. Each leads to something that is there, and none away from this service.</summary>
internal static class KnownLinks
{
    private const string Html = "text/html";
    private const string Json = "application/json";

    private static readonly Language[] Both = [Language.Zh, Language.En];

    /// <summary>The links of a lot.</summary>
    public static LinkContext Of(DigitalLink link, LotDocument lot, string publicUrl, Wording words)
    {
        var (uri, titles) = (link.Uri(publicUrl), LinkWording.Of(words.Language));
        var evidence = $"{publicUrl.TrimEnd('/')}/api/lots/{link.Gtin}/{DigitalLink.Encode(link.LotNumber)}/evidence";
        return new(uri, titles.LotOf(words.Text(lot.ProductName), lot.LotNumber),
        [
            new(LinkType.Default, uri, titles.Traceability),
            new(LinkType.Traceability, uri, titles.Traceability) { MediaType = Html, Languages = Both },
            new(LinkType.RecallStatus, uri, titles.RecallStatus) { MediaType = Json },
            .. Certificates(lot, uri, publicUrl, words),
            new(LinkType.Verification, evidence, titles.Evidence) { MediaType = Json },
            .. Both.Select(language =>
                new WebLink(LinkType.Storage, $"{uri}?lang={Tag(language)}#temperature", LinkWording.Of(language).Storage) { MediaType = Html, Languages = [language] }),
        ]);
    }

    /// <summary>The links of a product.</summary>
    public static LinkContext Of(ProductDocument product, string publicUrl, Wording words)
    {
        var (uri, titles) = (ProductUri(product.Gtin, publicUrl), LinkWording.Of(words.Language));
        return new(uri, string.Join(' ', new[] { product.Brand, words.Text(product.Name) }.Where(part => !string.IsNullOrWhiteSpace(part))),
        [
            new(LinkType.Default, uri, titles.Product),
            new(LinkType.Product, uri, titles.Product) { MediaType = Html, Languages = Both },
        ]);
    }

    /// <summary>The address of a product.</summary>
    public static string ProductUri(string gtin, string publicUrl) => $"{publicUrl.TrimEnd('/')}/{ApplicationIdentifiers.Gtin}/{gtin}";

    /// <summary>A language as links name it (RFC 5646).</summary>
    public static string Tag(Language language) => language == Language.Zh ? "zh" : "en";

    private static IEnumerable<WebLink> Certificates(LotDocument lot, string uri, string publicUrl, Wording words)
    {
        if (lot.Certificates.Count == 0) yield break;

        yield return new(LinkType.Certification, $"{uri}#certificates", words.Certificates) { MediaType = Html, Languages = Both };
        foreach (var certificate in lot.Certificates)
            if (Ours(certificate.File, publicUrl) is { } file) yield return new(LinkType.Certification, file, $"{words.CertificateType(certificate.Type)}, {certificate.Issuer}");
    }

    // An address elsewhere would make every code of ours a way to it.
    private static string? Ours(string? file, string publicUrl)
    {
        var root = publicUrl.TrimEnd('/') + "/";
        var whole = file is ['/', not ('/' or '\\'), ..] ? root + file[1..] : file;
        return whole is not null && whole.StartsWith(root, StringComparison.Ordinal) && Uri.TryCreate(whole, UriKind.Absolute, out var address)
            && address.GetLeftPart(UriPartial.Authority) == new Uri(root).GetLeftPart(UriPartial.Authority) ? address.AbsoluteUri : null;
    }
}
