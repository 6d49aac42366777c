using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Scan;

/// <summary>What a code says, scanned or pasted. It is only ever read: of an address nothing is taken but the keys and the name of the site.</summary>
public abstract record ScannedCode
{
    /// <summary>Longer than any code that holds a lot; a QR code ends at 4,296 characters.</summary>
    public const int Longest = 2000;

    private ScannedCode()
    {
    }

    /// <summary>The code names a lot.</summary>
    /// <param name="Link">The lot.</param>
    /// <param name="Serial">The one item of it, AI (21); null if the code names none.</param>
    /// <param name="Site">Host, and port if it is unusual, in its ASCII form; null if the code names none.</param>
    public sealed record OfLot(DigitalLink Link, string? Serial, string? Site) : ScannedCode;

    /// <summary>The code names a product but no lot of it.</summary>
    public sealed record OfProduct(string Gtin) : ScannedCode;

    /// <summary>The code has the form of a lot's, with a mistake in it.</summary>
    public sealed record Faulty(DigitalLinkError Error) : ScannedCode;

    /// <summary>The code is about something else.</summary>
    public sealed record OfSomethingElse : ScannedCode;

    /// <summary>Reads a web address, a path, or a GS1 element string.</summary>
    public static ScannedCode Read(string text)
    {
        text = TypedText.Tidy(text);
        if (text.Length is 0 or > Longest) return new OfSomethingElse();
        if (TypedText.Gtin(text) is { } gtin && CheckDigit.IsValid(gtin)) return new OfProduct(gtin);
        if (ElementString.Read(text) is { } elements) return Of(elements);
        return Split(text) is var (site, path) ? Of(site, path) : new OfSomethingElse();
    }

    // What a barcode holds besides is no business of a page.
    private static ScannedCode Of(IReadOnlyDictionary<string, string> elements) => Of(null, DigitalLinkUri.TryCreate(
        elements.Where(element => element.Key is ApplicationIdentifiers.Gtin or ApplicationIdentifiers.Lot or ApplicationIdentifiers.Serial)
            .Select(element => new DigitalLinkElement(element.Key, element.Value)), out var link, out var error) ? link : null, error);

    private static ScannedCode Of(string? site, string path) => Of(site, DigitalLinkUri.TryParse(path, null, out var link, out var error) ? link : null, error);

    private static ScannedCode Of(string? site, DigitalLinkUri? link, DigitalLinkError? error) => link switch
    {
        { Lot: { } lot } => new OfLot(lot, link.Key(ApplicationIdentifiers.Serial), site),
        { PrimaryKey: { Identifier: ApplicationIdentifiers.Gtin, Value: var gtin } } => new OfProduct(gtin),
        null when error is not { Part: DigitalLinkPart.Path } => new Faulty(error!),
        _ => new OfSomethingElse(),
    };

    /// <summary>Site and path, still percent-encoded, of an address with or without its scheme; null if the text is none.</summary>
    private static (string? Site, string Path)? Split(string text)
    {
        if (text.StartsWith("01/", StringComparison.Ordinal)) text = "/" + text;
        var end = text.AsSpan().IndexOfAny('?', '#');
        var address = end < 0 ? text : text[..end];
        if (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal)) return (null, address);

        var scheme = address.IndexOf("//", StringComparison.Ordinal);
        var whole = scheme switch
        {
            0 => "https:" + address,
            > 0 when address[..scheme].ToLowerInvariant() is "http:" or "https:" => address,
            > 0 when address[scheme - 1] == ':' => "", // no web address
            _ => "https://" + address,
        };
        if (whole.Length == 0) return null;

        var path = whole.IndexOf('/', whole.IndexOf("//", StringComparison.Ordinal) + 2);
        return path >= 0 && Uri.TryCreate(whole[..path], UriKind.Absolute, out var uri) && uri.IdnHost.Length > 0 ? (SiteOf(uri), whole[path..]) : null;
    }

    /// <summary>The name of a site: host, and port if it is unusual. The ASCII form shows what a look-alike letter would hide.</summary>
    public static string SiteOf(Uri uri) => uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";
}
