using System.Globalization;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.DigitalLinks;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What narrows a list of sightings, read from a query string.</summary>
public sealed class SightingFilters
{
    private const int LongestCity = 100;

    /// <summary>Names and meanings of the parameters.</summary>
    public static readonly (string Name, string About)[] Parameters =
    [
        ("kind", $"Only of this kind: {string.Join(", ", Kinds)}."),
        ("lot", "Only of this lot: 01/09520123451189/10/EC%2FVAN-0926.17, percent-encoded once more as a parameter."),
        ("gtin", "Only of this product."),
        ("city", "Only from this city."),
        ("since", "Only what became known at or after this time: 2026-11-07 (UTC) or 2026-11-07T08:00:00Z."),
        ("open", "true: only what is open; false: only what was set aside."),
    ];

    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _values = [];

    private SightingFilters() { }

    /// <summary>Their condition in SQL.</summary>
    public string Condition => _conditions.Count == 0 ? "true" : string.Join(" and ", _conditions);

    private static IEnumerable<string> Kinds => Enum.GetValues<SightingKind>().Select(SightingStore.Code);

    /// <summary>Gives a statement the values that the condition names.</summary>
    public void Fill(NpgsqlParameterCollection parameters)
    {
        foreach (var (name, value) in _values) parameters.AddWithValue(name, value);
    }

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="after">Where the part before ended; null at the beginning.</param>
    /// <param name="others">Parameters that are read elsewhere.</param>
    /// <exception cref="InvalidRequestException">With every parameter that makes no sense.</exception>
    public static SightingFilters Read(IQueryCollection query, string? after, IEnumerable<string> others)
    {
        var (filters, errors) = (new SightingFilters(), new FieldErrors());
        foreach (var unknown in query.Keys.Except(Parameters.Select(f => f.Name)).Except(others)) errors.Add(unknown, Page.NoParameter, null);

        if (query["gtin"].ToString() is { Length: > 0 } product)
        {
            if (!Gtin.TryParse(product, out var gtin, out var wrong)) errors.Add("gtin", wrong, product);
            else filters.Add("gtin", "gtin = @gtin", gtin.Value);
        }
        Filter("kind", "kind = @kind", text => Kinds.FirstOrDefault(kind => kind == text),
            new("unknown-code", $"This must be one of {string.Join(", ", Kinds)}.", $"应为以下代码之一：{string.Join("、", Kinds)}。"));
        Filter("lot", "lot = @lot", text => DigitalLink.TryParse("/" + text.TrimStart('/'), out var lot, out DigitalLinkError? _) ? lot.Path : null,
            new("lot", "A lot is named like 01/09520123451189/10/EC%2FVAN-0926.17.", "批次应写作 01/09520123451189/10/EC%2FVAN-0926.17 的形式。"));
        Filter("city", "city = @city", text => text.Length <= LongestCity && !text.Any(char.IsControl) ? text : null,
            new("text-length", $"This must be a text of at most {LongestCity} characters, none of them a control character.", $"应为不超过{LongestCity}个字符的文本，不含控制字符。"));
        Filter("since", "at >= @since", Instant, new("type-date", "A date such as 2026-11-07, or a time such as 2026-11-07T08:00:00Z, belongs here.", "应为2026-11-07形式的日期，或2026-11-07T08:00:00Z形式的时间。"));
        Filter("open", null, text => text is "true" or "false" ? text : null, new("unknown-code", "This must be true or false.", "应为 true 或 false。"));
        // A condition of its own words, so that the index of open ones serves.
        if (query["open"] == "true") filters._conditions.Add("set_aside_at is null");
        if (query["open"] == "false") filters._conditions.Add("set_aside_at is not null");
        if (after is not null)
        {
            if (Cursor(after) is var (at, id))
            {
                filters.Add("last", "(at, id) < (@last_at, @last)", id);
                filters._values.Add(("last_at", at));
            }
            else errors.Add("after", Page.NoCursor, after);
        }
        return errors.Any ? throw new InvalidRequestException(errors) : filters;

        void Filter(string name, string? condition, Func<string, object?> read, FieldProblem problem)
        {
            if (query[name].ToString() is not { Length: > 0 } text) return;
            if (read(text) is not { } value)
            {
                errors.Add(name, problem, text);
                return;
            }
            if (condition is not null) filters.Add(name, condition, value);
        }
    }

    private void Add(string name, string condition, object value)
    {
        _conditions.Add(condition);
        _values.Add((name, value));
    }

    /// <summary>Where the part behind a sighting begins.</summary>
    public static string CursorOf(KeptSighting last) => string.Create(CultureInfo.InvariantCulture, $"{last.At.UtcTicks}~{last.Id:N}");

    private static (DateTime At, Guid Id)? Cursor(string text) =>
        text.Split('~') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var last)
            ? (new DateTime(at, DateTimeKind.Utc), last) : null;

    private static object? Instant(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : null;
}
