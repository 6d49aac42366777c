using System.Globalization;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;
using Npgsql;

namespace Lotmark.Ledger.Requests;

/// <summary>What narrows a list of things that happened to lots, read from a query string into conditions of SQL. Newest first: a part begins behind the time and id of the last one before it.</summary>
public sealed class ListFilters
{
    private readonly IQueryCollection _query;
    private readonly FieldErrors _errors = new();
    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _values = [];

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="known">All parameters that there are.</param>
    public ListFilters(IQueryCollection query, IEnumerable<string> known)
    {
        _query = query;
        foreach (var unknown in query.Keys.Except(known)) _errors.Add(unknown, Page.NoParameter, null);
    }

    /// <summary>Their condition in SQL.</summary>
    public string Condition => _conditions.Count == 0 ? "true" : string.Join(" and ", _conditions);

    /// <summary>Gives a statement the values that the condition names.</summary>
    public void Fill(NpgsqlParameterCollection parameters)
    {
        foreach (var (name, value) in _values) parameters.AddWithValue(name, value);
    }

    /// <summary>Adds a condition that takes no value.</summary>
    public void Where(string condition) => _conditions.Add(condition);

    /// <summary>A parameter.</summary>
    /// <param name="name">Its name, and that of its value in the condition.</param>
    /// <param name="condition">The condition that it makes.</param>
    /// <param name="read">Its value; null for a text that makes no sense.</param>
    /// <param name="problem">What is wrong with such a text.</param>
    public void Add(string name, string condition, Func<string, object?> read, Func<string, FieldProblem> problem)
    {
        if (_query[name].ToString() is not { Length: > 0 } text) return;
        if (read(text) is not { } value)
        {
            _errors.Add(name, problem(text), text);
            return;
        }
        _conditions.Add(condition);
        _values.Add((name, value));
    }

    /// <summary>A parameter that is one of the codes of an enumeration.</summary>
    public void Code<T>(string name, string condition) where T : struct, Enum =>
        Add(name, condition, text => Codes<T>().FirstOrDefault(code => code == text), _ => OneOf(Codes<T>()));

    /// <summary>A parameter that names a lot.</summary>
    public void Lot(string name, string condition) => Add(name, condition, text => DigitalLink.TryParse("/" + text.TrimStart('/'), out var lot, out DigitalLinkError? _) ? lot.Path : null,
        _ => new("lot", "A lot is named like 01/09520123451189/10/EC%2FVAN-0926.17.", "批次应写作 01/09520123451189/10/EC%2FVAN-0926.17 的形式。"));

    /// <summary>A parameter that is a day (of UTC) or an instant.</summary>
    public void Instant(string name, string condition) => Add(name, condition, InstantOf,
        _ => new("type-date", "A date such as 2026-11-07, or a time such as 2026-11-07T08:00:00Z, belongs here.", "应为2026-11-07形式的日期，或2026-11-07T08:00:00Z形式的时间。"));

    /// <summary>Where the part before ended.</summary>
    /// <param name="after">What it gave as next; null at the beginning.</param>
    /// <param name="time">Column of the time.</param>
    /// <param name="id">Column of the id.</param>
    public void After(string? after, string time, string id)
    {
        if (after is null) return;
        if (after.Split('~') is not [var ticks, var last] || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > DateTime.MaxValue.Ticks || !Guid.TryParseExact(last, "N", out var lastId))
        {
            _errors.Add("after", Page.NoCursor, after);
            return;
        }
        _conditions.Add($"({time}, {id}) < (@last_at, @last_id)");
        _values.AddRange([("last_at", new DateTime(at, DateTimeKind.Utc)), ("last_id", lastId)]);
    }

    /// <summary>Where the part behind one of them begins.</summary>
    public static string CursorOf(DateTimeOffset at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}~{id:N}");

    /// <summary>What is wrong with a text that is none of these codes.</summary>
    public static FieldProblem OneOf(IEnumerable<string> codes) => new("unknown-code", $"This must be one of {string.Join(", ", codes)}.", $"应为以下代码之一：{string.Join("、", codes)}。");

    /// <summary>The codes of an enumeration.</summary>
    public static IEnumerable<string> Codes<T>() where T : struct, Enum => Enum.GetValues<T>().Select(LedgerJson.Code);

    /// <summary>These filters.</summary>
    /// <exception cref="InvalidRequestException">With every parameter that makes no sense.</exception>
    public ListFilters Checked() => _errors.Any ? throw new InvalidRequestException(_errors) : this;

    private static object? InstantOf(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : null;
}
