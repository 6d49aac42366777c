using System.Globalization;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>In which order lots are listed, and how the next part is found from the last lot of this one.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="Columns">SQL of the order.</param>
/// <param name="Behind">SQL condition that a lot comes behind a cursor.</param>
/// <param name="Key">SQL of the value that the order goes by.</param>
/// <param name="Parse">Reads that value; null when it makes no sense.</param>
public sealed record LotOrder(string Name, string Columns, string Behind, string Key, Func<string, object?> Parse)
{
    /// <summary>The orders; the first is the usual one.</summary>
    public static readonly IReadOnlyList<LotOrder> All =
    [
        new("registered", "registered_at desc, lot desc", "(registered_at, lot) < (@key, @lot)", "registered_at", text => Instant(text)),
        new("entry", "entry_date desc, lot desc", "(entry_date, lot) < (@key, @lot)", "entry_date", text => Day(text)),
        new("expiry", "coalesce(last_day, 'infinity'), lot", "(coalesce(last_day, 'infinity'), lot) > (@key, @lot)", "coalesce(last_day, 'infinity')", text => Day(text)),
    ];

    /// <summary>The order that a query asks for.</summary>
    /// <exception cref="InvalidRequestException">There is none of this name.</exception>
    public static LotOrder Of(IQueryCollection query)
    {
        var name = query["sort"].ToString();
        if (All.FirstOrDefault(o => name.Length == 0 || o.Name == name) is { } order) return order;
        var (errors, names) = (new FieldErrors(), All.Select(o => o.Name));
        errors.Add("sort", new("unknown-code", $"This must be one of {string.Join(", ", names)}.", $"应为以下之一：{string.Join("、", names)}。"), name);
        throw new InvalidRequestException(errors);
    }

    /// <summary>Where a list goes on.</summary>
    /// <param name="Key">Value of the last lot that the order goes by.</param>
    /// <param name="Lot">Name of the last lot.</param>
    public sealed record Cursor(object Key, string Lot);

    /// <summary>Reads where a list goes on; null when it makes no sense.</summary>
    public Cursor? Read(string after) => after.Split('~', 2) is [var key, var lot] && Parse(key) is { } value ? new(value, lot) : null;

    /// <summary>Writes it.</summary>
    public static string Write(object key, string lot) => key switch
    {
        DateTime at => string.Create(CultureInfo.InvariantCulture, $"{at.Ticks}~{lot}"),
        DateOnly day => string.Create(CultureInfo.InvariantCulture, $"{day.DayNumber}~{lot}"),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static DateTime? Instant(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    // Npgsql reads 'infinity' as the last of all days.
    private static DateOnly? Day(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(number) : null;
}
