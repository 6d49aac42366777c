using System.Globalization;
using System.Text.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Npgsql;
using static Lotmark.Ledger.Lots.Listing.SearchedText;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>What narrows a list of lots, read from a query string into conditions of SQL.</summary>
public sealed class LotFilters
{
    /// <summary>Names and meanings of the parameters.</summary>
    public static readonly (string Name, string About)[] Parameters =
    [
        ("q", "What is printed on the pack or written on the papers: a scanned or pasted code, or words that must all be found, in GTIN, lot number, names of product, manufacturer, exporter or importer, container, certificate, declaration or other number. Mistyped names are read as what is nearest, and readAs tells so."),
        ("gtin", "GTIN."), ("lotNumber", "Lot number, in full."), ("container", "Container number."), ("certificate", "Number of a certificate or report."),
        ("manufacturer", "Registration of the manufacturer with China Customs, or its number at home."), ("declaration", "Customs declaration number, in full; inspectors find by it, and who registered the lot."),
        ("billOfLading", "Bill of lading or air waybill, as declaration."), ("location", "Location (GLN or id) that the lot reached or is on its way to."), ("holder", "Organisation that registered it, holds or held some of it, or is about to."),
        ("status", "Only lots that stand here in their life, e.g. inStation."),
        ("entryFrom", "Entry date on or after this day, 2026-11-07."),
        ("entryTo", "Entry date on or before this day."),
        ("expiresBefore", "Last day of shelf life before this day."),
        ("origin", "Country or region of origin (ISO 3166-1 alpha-2)."),
        ("exportCountry", "Country or region it was shipped from."),
        ("category", "Product category."),
        ("importer", "Unified social credit code of the importer."),
        ("sort", "registered (default): newest registration first; entry: newest entry first; expiry: what expires first."),
    ];

    /// <summary>Stands in a word for any one character. Control characters are not searched for.</summary>
    internal const char AnyCharacter = '\u001a';

    private const int LongestCode = 64, ShortestNumber = 5;

    private readonly IQueryCollection _query;
    private readonly Actor _actor;
    private readonly bool _all;
    private readonly FieldErrors _errors = new();
    private readonly List<(string Name, object Value)> _parameters = [];

    private LotFilters(IQueryCollection query, Actor actor)
    {
        (_query, _actor) = (query, actor);
        _all = actor.To(Operation.ListLots).Reach == Reach.Any;
    }

    /// <summary>Conditions that narrow, joined by "and".</summary>
    public List<string> Conditions { get; } = [];

    /// <summary>Conditions on codes: each is fulfilled by few lots, as a rule.</summary>
    public List<string> Codes { get; } = [];

    /// <summary>What was typed into the box; null when nothing was.</summary>
    public SearchBox? Box { get; private set; }

    /// <summary>Reads a query.</summary>
    /// <exception cref="InvalidRequestException">With every parameter that makes no sense.</exception>
    public static LotFilters Read(IQueryCollection query, Actor actor, IEnumerable<string> others)
    {
        var filters = new LotFilters(query, actor);
        foreach (var unknown in query.Keys.Except(Parameters.Select(f => f.Name)).Except(others))
            filters._errors.Add(unknown, Page.NoParameter, null);
        filters.Read();
        return filters._errors.Any ? throw new InvalidRequestException(filters._errors) : filters;
    }

    /// <summary>Gives a statement the values that the conditions name.</summary>
    public void Fill(NpgsqlParameterCollection parameters)
    {
        foreach (var (name, value) in _parameters) parameters.AddWithValue(name, value);
    }

    /// <summary>The condition that a word of the box is a confidential number, for a word that may be one; null for others.</summary>
    public string? SealedNumber(string word) => word.Length < ShortestNumber || !word.Any(char.IsAsciiDigit) ? null
        : $"sealed && {Name((string[])[Code.Of(Code.Declaration, word), Code.Of(Code.BillOfLading, word), Code.Of(Code.Contract, word)])}{Sealed()}";

    /// <summary>The condition that a lot is one of these.</summary>
    public string OneOf(string[] lots) => $"lot = any({Name(lots)})";

    /// <summary>The condition that a word of the box is found in the text.</summary>
    public string Word(string word)
    {
        var like = $"searched like {Name($"%{Literal(word).Replace(AnyCharacter, '_')}%")}";
        // One condition where one will do: the planner takes several for independent, and the word for rarer than it is.
        if (word.Length >= ShortestTrigram && !word.Contains(AnyCharacter)) return like;
        if (IsGram(word)) return $"grams @> {Name((string[])[word])}";
        return Grams(word.Replace(AnyCharacter, ' ')).Distinct().ToArray() is { Length: > 0 } grams ? $"(grams @> {Name(grams)} and {like})" : like;
    }

    private static string Literal(string word) =>
        word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private string Sealed() => _all ? "" : $" and registrant = {Name(_actor.Organisation)}";

    private string Name(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{_parameters.Count}");
        _parameters.Add((name, value));
        return "@" + name;
    }

    private void Read()
    {
        if (!_all) Conditions.Add($"parties @> {Name((string[])[_actor.Organisation])}");
        Text("status", status => $"status = {Name(status)}", text => Enum.TryParse<LotStatus>(text, ignoreCase: true, out _) && !char.IsAsciiDigit(text[0]) ? null
            : new("unknown-code", $"This must be one of {string.Join(", ", Statuses)}.", $"应为以下之一：{string.Join("、", Statuses)}。"));
        // What was never registered is listed when asked for.
        if (_query["status"].ToString().Length == 0) Conditions.Add("status <> 'void'");
        Text("origin", origin => $"origin = {Name(origin)}", Rules.FormOf<CountryCode>);
        Text("category", category => $"category = {Name(category)}", text => LotCodes.Categories.Contains(text) ? null
            : new("unknown-code", $"This must be one of {string.Join(", ", LotCodes.Categories)}.", $"应为以下代码之一：{string.Join("、", LotCodes.Categories)}。"));
        Text("importer", importer => $"importer = {Name(importer)}", Rules.FormOf<Uscc>);
        Text("holder", Codes, holder => $"parties @> {Name((string[])[holder])}", Short);
        Day("entryFrom", "entry_date >=");
        Day("entryTo", "entry_date <=");
        Day("expiresBefore", "last_day <");
        Listed("gtin", Code.Gtin, Rules.FormOf<Gtin>);
        Listed("lotNumber", Code.LotNumber, Rules.FormOf<LotNumber>);
        Listed("container", Code.Container, Rules.FormOf<ContainerNumber>);
        Listed("exportCountry", Code.ExportCountry, Rules.FormOf<CountryCode>);
        Listed("certificate", Code.Certificate, Short);
        Listed("manufacturer", Code.Manufacturer, Short);
        Listed("location", Code.Location, Short);
        Text("declaration", Codes, number => $"sealed @> {Name((string[])[Code.Of(Code.Declaration, number)])}{Sealed()}", Short);
        Text("billOfLading", Codes, number => $"sealed @> {Name((string[])[Code.Of(Code.BillOfLading, number)])}{Sealed()}", Short);
        if (_query["q"].ToString() is not { Length: > 0 } typed) return;
        Box = SearchBox.Read(typed);
        if (Box is null) _errors.Add("q", SearchBox.TooLong, typed);
        if (Box?.Lot is { } lot) Conditions.Add($"lot = {Name(lot)}");
    }

    private static IEnumerable<string> Statuses => Enum.GetNames<LotStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static FieldProblem? Short(string text) => text.Length > LongestCode || text.Any(char.IsControl)
        ? new("text-length", $"A code of at most {LongestCode} characters belongs here.", $"此处应为不超过{LongestCode}个字符的编号。")
        : null;

    private void Listed(string name, string kind, Func<string, FieldProblem?> check) =>
        Text(name, Codes, code => $"codes @> {Name((string[])[Code.Of(kind, kind == Code.Gtin ? code.PadLeft(14, '0') : code)])}", check);

    private void Text(string name, Func<string, string> condition, Func<string, FieldProblem?> check) => Text(name, Conditions, condition, check);

    private void Text(string name, List<string> among, Func<string, string> condition, Func<string, FieldProblem?> check)
    {
        if (_query[name].ToString() is not { Length: > 0 } text) return;
        if (check(text) is { } problem) _errors.Add(name, problem, text);
        else among.Add(condition(text));
    }

    private void Day(string name, string comparison)
    {
        if (_query[name].ToString() is not { Length: > 0 } text) return;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) Conditions.Add($"{comparison} {Name(day)}");
        else _errors.Add(name, new("type-date", "A date of the form 2026-11-07 belongs here.", "日期应写作 2026-11-07 的形式。"), text);
    }
}
