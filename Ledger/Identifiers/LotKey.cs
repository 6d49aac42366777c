using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Lotmark.Ledger.Identifiers;

/// <summary>The public identity of a lot. The ledger never gives one twice.</summary>
/// <param name="Gtin">Trade item.</param>
/// <param name="Number">Lot number as printed.</param>
public readonly record struct LotKey(Gtin Gtin, LotNumber Number)
{
    /// <summary>The lot's name in streams, leaves and links: its GS1 Digital Link path, <c>01/{gtin14}/10/{lot}</c>, percent-encoded in one spelling.</summary>
    public string Path => $"01/{Gtin}/10/{Encoded}";

    /// <summary>The lot number as a path segment: RFC 3986 unreserved characters stand, all others are encoded with upper-case hex.</summary>
    public string Encoded => DigitalLink.Encode(Number.Value);

    /// <inheritdoc />
    public override string ToString() => Path;

    /// <summary>Reads a name as written by <see cref="Path" />.</summary>
    public static LotKey FromPath(string path) =>
        path.Split('/') is ["01", var gtin, "10", var lot]
        && Gtin.TryParse(gtin, out var item, out _) && LotNumber.TryParse(Uri.UnescapeDataString(lot), out var number, out _)
            ? new(item, number)
            : throw new FormatException($"'{path}' does not name a lot.");

    /// <summary>Reads <c>{gtin}</c> and <c>{number}</c> of the route.</summary>
    /// <exception cref="InvalidRequestException">One of them is not well formed.</exception>
    public static ValueTask<LotKey> BindAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        if (!Gtin.TryParse(Segment(context, "gtin"), out var gtin, out var wrongGtin)) errors.Add("gtin", wrongGtin, Segment(context, "gtin"));
        if (!LotNumber.TryParse(Segment(context, "number"), out var number, out var wrongLot)) errors.Add("lotNumber", wrongLot, Segment(context, "number"));
        return errors.Any ? throw new InvalidRequestException(errors) : ValueTask.FromResult(new LotKey(gtin, number));
    }

    // From the request line itself: in route values an encoded slash and a literal "%2F" look the same.
    internal static string Segment(HttpContext context, string parameter)
    {
        var pattern = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern;
        var position = pattern.PathSegments.ToList().FindIndex(s => s.Parts.Any(p => p is RoutePatternParameterPart part && part.Name == parameter));
        var skipped = context.Request.PathBase.Value?.Count(c => c == '/') ?? 0;
        return Uri.UnescapeDataString(RawPath.Of(context).Split('/').ElementAtOrDefault(position + skipped + 1) ?? "");
    }
}
