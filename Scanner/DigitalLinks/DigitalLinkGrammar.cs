using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The grammar of Digital Links (GS1 Digital Link Standard: URI Syntax, section 4). Every way of being wrong has its own name.</summary>
internal static class DigitalLinkGrammar
{
    // Four digits, each as an escape.
    private const int LongestKey = 12;

    private static readonly SearchValues<char> InHosts = SearchValues.Create("-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz");

    public static bool TryParse(string text, [NotNullWhen(true)] out DigitalLinkUri? link, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        link = null;
        var fragment = text.IndexOf('#', StringComparison.Ordinal);
        if (fragment >= 0) text = text[..fragment];
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (text, null) : (text[..question], text[(question + 1)..]);

        // A colon in the first segment can only end a scheme (RFC 3986, section 4.2).
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (colon >= 0 && (slash < 0 || colon < slash))
        {
            if (path[..colon] is not ("http" or "https" or "HTTP" or "HTTPS") || !path.AsSpan(colon + 1).StartsWith("//"))
                return Fail(DigitalLinkFault.Scheme, path, out error);
            var start = path.IndexOf('/', colon + 3);
            var host = start < 0 ? path.AsSpan(colon + 3) : path.AsSpan(colon + 3, start - colon - 3);
            if (host.IsEmpty || host.ContainsAnyExcept(InHosts))
                return Fail(DigitalLinkFault.Host, path, out error);
            path = start < 0 ? "/" : path[start..];
        }
        return TryParse(path, query, out link, out error);
    }

    public static bool TryParse(string rawPath, string? rawQuery, [NotNullWhen(true)] out DigitalLinkUri? link, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        link = null;
        if (!TrySplit(rawPath, out var segments, out error)) return false;

        var keys = new List<DigitalLinkElement>();
        for (var i = 0; i < segments.Length; i += 2)
        {
            if (PercentEncoding.Decode(segments[i]) is not { } identifier)
                return Fail(DigitalLinkFault.PercentEncoding, segments[i], out error);
            if (PercentEncoding.Decode(segments[i + 1]) is not { } value)
            {
                error = Of(identifier, DigitalLinkFault.PercentEncoding, segments[i + 1]);
                return false;
            }
            keys.Add(new(identifier, value));
        }
        error = FaultOfPath(keys);
        if (error is not null || !TryReadQuery(rawQuery, out var attributes, out var parameters, out error)) return false;

        error = FaultOfQuery(keys, attributes);
        if (error is not null) return false;

        link = new(keys, attributes, parameters);
        return true;
    }

    /// <summary>What is wrong with keys and their values: first the order, then each value.</summary>
    public static DigitalLinkError? FaultOfPath(IReadOnlyList<DigitalLinkElement> keys)
    {
        var primary = keys[0].Identifier;
        var seen = new List<string>();
        foreach (var (identifier, _) in keys.Skip(1))
        {
            if (!ApplicationIdentifiers.IsQualifier(primary, identifier))
                return new(DigitalLinkPart.Path, DigitalLinkFault.UnknownInPath, DigitalLinkError.Shorten(identifier));
            if (seen.Contains(identifier)) return new(DigitalLinkPart.Path, DigitalLinkFault.Duplicate, identifier);

            seen.Add(identifier);
            if (!ApplicationIdentifiers.InOrder(primary, seen)) return new(DigitalLinkPart.Path, DigitalLinkFault.Order, identifier);
        }
        foreach (var (identifier, value) in keys)
        {
            if (FaultOfKey(identifier, value) is { } fault) return Of(identifier, fault, value);
        }
        return null;
    }

    /// <summary>What is wrong with the attributes of a key.</summary>
    public static DigitalLinkError? FaultOfQuery(IReadOnlyList<DigitalLinkElement> keys, IReadOnlyList<DigitalLinkElement> attributes)
    {
        var primary = keys[0].Identifier;
        var qualifiers = keys.Skip(1).Select(key => key.Identifier).ToList();
        var seen = new HashSet<string>();
        foreach (var (identifier, value) in attributes)
        {
            if (!ApplicationIdentifiers.IsKnown(identifier)) return Of(identifier, DigitalLinkFault.UnknownInQuery, identifier);
            if (identifier == primary || qualifiers.Contains(identifier) || !seen.Add(identifier)) return Of(identifier, DigitalLinkFault.Duplicate, value);
            if (Fits(primary, qualifiers, identifier)) return Of(identifier, DigitalLinkFault.BelongsInPath, value);
            if (ApplicationIdentifiers.FormOf(identifier).FaultOf(value) is { } fault) return Of(identifier, fault, value);
        }
        return null;
    }

    /// <summary>What is wrong with a lot number.</summary>
    public static DigitalLinkFault? FaultOfLot(string lot) => lot switch
    {
        "" => DigitalLinkFault.LotEmpty,
        "." or ".." => DigitalLinkFault.LotDotSegment,
        { Length: > DigitalLink.LongestLotNumber } => DigitalLinkFault.LotTooLong,
        _ when !CharacterSet82.ContainsAll(lot) => DigitalLinkFault.LotCharacter,
        _ => null,
    };

    /// <summary>What is wrong with a product number.</summary>
    public static DigitalLinkFault? FaultOfGtin(string gtin) => gtin switch
    {
        { Length: not 14 } => DigitalLinkFault.GtinNotFourteenDigits,
        _ when gtin.AsSpan().ContainsAnyExceptInRange('0', '9') => DigitalLinkFault.GtinNotFourteenDigits,
        _ when !CheckDigit.IsValid(gtin) => DigitalLinkFault.GtinCheckDigit,
        _ => null,
    };

    private static DigitalLinkFault? FaultOfKey(string identifier, string value) => identifier switch
    {
        ApplicationIdentifiers.Gtin => FaultOfGtin(value),
        ApplicationIdentifiers.Lot => FaultOfLot(value),
        _ when value is "." or ".." => DigitalLinkFault.ValueDotSegment,
        _ => ApplicationIdentifiers.FormOf(identifier).FaultOf(value),
    };

    // The keys stand at an even distance from the end, so that a lot number "01" isn't taken for a key.
    private static bool TrySplit(string rawPath, [NotNullWhen(true)] out string[]? segments, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        error = null;
        segments = rawPath.Split('/');

        // In "…/10/A/" the last slash is one too many; in "…/10/" the value is missing.
        if (segments is [.. var shorter, ""] && FromKey(shorter) is { } whole) segments = whole;
        else if (FromKey(segments) is { } found) segments = found;
        else if (CompressedLink.LooksLike(segments[^1]) || (segments is [.., var last, ""] && CompressedLink.LooksLike(last)))
            return Fail(DigitalLinkFault.Compressed, rawPath, out error);
        else
            return Fail(DigitalLinkFault.NotALotLink, rawPath, out error);
        return true;
    }

    private static string[]? FromKey(string[] segments)
    {
        for (var i = segments.Length - 2; i >= 0; i -= 2)
            if (segments[i].Length <= LongestKey && ApplicationIdentifiers.IsPrimaryKey(PercentEncoding.Decode(segments[i]))) return segments[i..];
        return null;
    }

    private static bool TryReadQuery(
        string? rawQuery, out List<DigitalLinkElement> attributes, out List<KeyValuePair<string, string>> parameters, [NotNullWhen(false)] out DigitalLinkError? error)
    {
        (attributes, parameters, error) = ([], [], null);
        foreach (var pair in (rawQuery ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (rawKey, rawValue) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            var key = Uri.UnescapeDataString(rawKey.Replace('+', ' '));
            if (key.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                parameters.Add(new(key, Uri.UnescapeDataString(rawValue.Replace('+', ' '))));
                continue;
            }
            if (PercentEncoding.Decode(rawValue.Replace('+', ' ')) is not { } value)
            {
                error = Of(key, DigitalLinkFault.PercentEncoding, rawValue);
                return false;
            }
            attributes.Add(new(key, value));
        }
        return true;
    }

    // A third party's serial number stands instead of the maker's, so the maker's has no place beside it either.
    private static bool Fits(string primary, IReadOnlyList<string> qualifiers, string identifier)
    {
        if (!ApplicationIdentifiers.IsQualifier(primary, identifier)) return false;
        return identifier == ApplicationIdentifiers.Serial
            || ApplicationIdentifiers.InOrder(primary, qualifiers.Append(identifier).OrderBy(code => ApplicationIdentifiers.Position(primary, code)));
    }

    private static DigitalLinkError Of(string identifier, DigitalLinkFault fault, string seen) => identifier switch
    {
        ApplicationIdentifiers.Gtin => new(DigitalLinkPart.Gtin, fault, DigitalLinkError.Shorten(seen)) { Identifier = identifier },
        ApplicationIdentifiers.Lot => new(DigitalLinkPart.LotNumber, fault, DigitalLinkError.Shorten(seen)) { Identifier = identifier },
        _ => new(DigitalLinkPart.Element, fault, DigitalLinkError.Shorten(seen))
        {
            Identifier = DigitalLinkError.Shorten(identifier),
            Form = ApplicationIdentifiers.IsKnown(identifier) ? ApplicationIdentifiers.FormOf(identifier).Text : null,
        },
    };

    private static bool Fail(DigitalLinkFault fault, string seen, out DigitalLinkError error)
    {
        error = new(DigitalLinkPart.Path, fault, DigitalLinkError.Shorten(seen));
        return false;
    }
}
