using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>An Application Identifier and its value.</summary>
/// <param name="Identifier">The Application Identifier, 2 to 4 digits.</param>
/// <param name="Value">The value, not percent-encoded.</param>
public readonly record struct DigitalLinkElement(string Identifier, string Value);

/// <summary>
/// Any GS1 Digital Link (GS1 Digital Link Standard: URI Syntax, section 4): a primary key with its qualifiers in the path, data attributes
/// and whatever else in the query. All values are well formed.
/// </summary>
/// <remarks>Keys that are read: 01 with 22, 10, 21 or with 235 alone; 00; 414 with 254; 417; 8004; 253.</remarks>
public sealed class DigitalLinkUri
{
    /// <summary>The host of the canonical form.</summary>
    public const string CanonicalHost = "https://id.gs1.org/";

    internal DigitalLinkUri(IReadOnlyList<DigitalLinkElement> keys, IReadOnlyList<DigitalLinkElement> attributes, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        (Keys, Attributes, Parameters) = (keys, attributes, parameters);

    /// <summary>The primary key, then its qualifiers in order.</summary>
    public IReadOnlyList<DigitalLinkElement> Keys { get; }

    /// <summary>The data attributes of the query, as they came.</summary>
    public IReadOnlyList<DigitalLinkElement> Attributes { get; }

    /// <summary>Pairs of the query that are no business of GS1, as they came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>The primary key.</summary>
    public DigitalLinkElement PrimaryKey => Keys[0];

    /// <summary>The value of an Application Identifier, in path or query; null if it isn't there.</summary>
    public string? this[string identifier]
    {
        get
        {
            foreach (var element in Keys.Concat(Attributes))
                if (element.Identifier == identifier) return element.Value;
            return null;
        }
    }

    /// <summary>The lot that is named, alone or with a variant or a serial number; null if none is.</summary>
    public DigitalLink? Lot =>
        PrimaryKey.Identifier == ApplicationIdentifiers.Gtin && Key(ApplicationIdentifiers.Lot) is { } lot ? new(PrimaryKey.Value, lot) : null;

    /// <summary>The keys in the one spelling, without a leading slash, such as <c>01/09520123456788/10/A%2FB/21/0001</c>.</summary>
    public string Path => Spell(Keys);

    /// <summary>The form for matching and hashing: no query, and only the finest level: a serial number makes lot and variant needless, a lot number the variant.</summary>
    public string Canonical
    {
        get
        {
            string[] coarser = Key(ApplicationIdentifiers.Serial) is not null ? [ApplicationIdentifiers.Variant, ApplicationIdentifiers.Lot]
                : Key(ApplicationIdentifiers.Lot) is not null ? [ApplicationIdentifiers.Variant]
                : [];
            return CanonicalHost + Spell(Keys.Where(key => !coarser.Contains(key.Identifier)));
        }
    }

    /// <summary>The value of a primary key or qualifier, null if it isn't there.</summary>
    public string? Key(string identifier)
    {
        foreach (var key in Keys)
            if (key.Identifier == identifier) return key.Value;
        return null;
    }

    /// <summary>The address with all that belongs to it.</summary>
    /// <param name="publicUrl">Scheme, host and, if any, path prefix of the service.</param>
    public string Uri(string publicUrl)
    {
        var query = Attributes.Select(attribute => (attribute.Identifier, attribute.Value))
            .Concat(Parameters.Select(parameter => (parameter.Key, parameter.Value)))
            .Select(pair => $"{DigitalLink.Encode(pair.Item1)}={DigitalLink.Encode(pair.Item2)}");
        return KeysUri(publicUrl) + (string.Join('&', query) is { Length: > 0 } pairs ? $"?{pairs}" : "");
    }

    /// <summary>The address of what the keys name, without any query.</summary>
    /// <param name="publicUrl">Scheme, host and, if any, path prefix of the service.</param>
    public string KeysUri(string publicUrl) => $"{publicUrl.TrimEnd('/')}/{Path}";

    /// <summary>Builds a link from elements in any order: what belongs in the path goes there, all else into the query.</summary>
    /// <param name="elements">At least a primary key. Are there several, the first counts.</param>
    /// <param name="link">The link.</param>
    /// <param name="error">The first thing that is wrong.</param>
    public static bool TryCreate(IEnumerable<DigitalLinkElement> elements, [NotNullWhen(true)] out DigitalLinkUri? link, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        link = null;
        var given = elements.ToList();
        var first = given.FindIndex(element => ApplicationIdentifiers.IsPrimaryKey(element.Identifier));
        if (first < 0)
        {
            error = new(DigitalLinkPart.Path, DigitalLinkFault.NotALotLink, "");
            return false;
        }
        var primary = given[first];
        given.RemoveAt(first);
        var qualifiers = given.Where(element => ApplicationIdentifiers.IsQualifier(primary.Identifier, element.Identifier))
            .OrderBy(element => ApplicationIdentifiers.Position(primary.Identifier, element.Identifier)).ToList();
        var attributes = given.Where(element => !ApplicationIdentifiers.IsQualifier(primary.Identifier, element.Identifier)).ToList();
        error = DigitalLinkGrammar.FaultOfPath([primary, .. qualifiers]) ?? DigitalLinkGrammar.FaultOfQuery([primary, .. qualifiers], attributes);
        if (error is not null) return false;

        link = new([primary, .. qualifiers], attributes, []);
        return true;
    }

    /// <summary>Reads a whole address, or a path with or without query, in any spelling. A fragment is passed over.</summary>
    /// <param name="text">Such as <c>https://t.example.com/01/09520123456788/10/A%2FB?17=271231</c>.</param>
    /// <param name="link">The link, if it is one.</param>
    /// <param name="error">What is wrong, if it is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out DigitalLinkUri? link, [NotNullWhen(false)] out DigitalLinkError? error) =>
        DigitalLinkGrammar.TryParse(text, out link, out error);

    /// <summary>Reads path and query as they were sent, still percent-encoded. One trailing slash is no part of the path.</summary>
    /// <param name="rawPath">Such as <c>/01/09520123456788/10/A%2FB</c>; a prefix may stand before it, the rightmost primary key counts.</param>
    /// <param name="rawQuery">Such as <c>17=271231</c>, with or without question mark; null if there is none.</param>
    /// <param name="link">The link, if it is one.</param>
    /// <param name="error">What is wrong, if it is none.</param>
    public static bool TryParse(string rawPath, string? rawQuery, [NotNullWhen(true)] out DigitalLinkUri? link, [NotNullWhen(false)] out DigitalLinkError? error) =>
        DigitalLinkGrammar.TryParse(rawPath, rawQuery, out link, out error);

    /// <inheritdoc />
    public override string ToString() => Path;

    private static string Spell(IEnumerable<DigitalLinkElement> keys) => string.Join('/', keys.Select(key => $"{key.Identifier}/{DigitalLink.Encode(key.Value)}"));
}
