using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What narrows a list of sightings.</summary>
public static class SightingFilters
{
    private const int LongestCity = 100;

    /// <summary>Names and meanings of the parameters.</summary>
    public static readonly (string Name, string About)[] Parameters =
    [
        ("kind", $"Only of this kind: {string.Join(", ", ListFilters.Codes<SightingKind>())}."),
        ("lot", "Only of this lot: 01/09520123451189/10/EC%2FVAN-0926.17, percent-encoded once more as a parameter."),
        ("gtin", "Only of this product."),
        ("city", "Only from this city."),
        ("since", "Only what became known at or after this time: 2026-11-07 (UTC) or 2026-11-07T08:00:00Z."),
        ("open", "true: only what is open; false: only what was set aside."),
    ];

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="after">Where the part before ended; null at the beginning.</param>
    /// <param name="others">Parameters that are read elsewhere.</param>
    /// <exception cref="InvalidRequestException">With every parameter that makes no sense.</exception>
    public static ListFilters Read(IQueryCollection query, string? after, IEnumerable<string> others)
    {
        var filters = new ListFilters(query, Parameters.Select(f => f.Name).Concat(others));
        filters.Add("gtin", "gtin = @gtin", text => Gtin.TryParse(text, out var gtin, out _) ? gtin.Value : null, text => Rules.FormOf<Gtin>(text)!);
        filters.Code<SightingKind>("kind", "kind = @kind");
        filters.Lot("lot", "lot = @lot");
        filters.Add("city", "city = @city", text => text.Length <= LongestCity && !text.Any(char.IsControl) ? text : null,
            _ => new("text-length", $"This must be a text of at most {LongestCity} characters, none of them a control character.", $"应为不超过{LongestCity}个字符的文本，不含控制字符。"));
        filters.Instant("since", "at >= @since");
        // A condition of its own words, so that the index of open ones serves.
        filters.Add("open", query["open"] == "true" ? "set_aside_at is null" : "set_aside_at is not null", text => text is "true" or "false" ? text : null, _ => ListFilters.OneOf(["true", "false"]));
        filters.After(after, "at", "id");
        return filters.Checked();
    }
}
