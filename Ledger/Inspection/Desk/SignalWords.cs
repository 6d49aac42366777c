using System.Globalization;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>What is seen of lots, in words.</summary>
internal static class SignalWords
{
    /// <summary>A kind of sighting.</summary>
    public static string Kind(SightingKind kind, DeskSetting say) => kind switch
    {
        SightingKind.Report => say["Report of a shopper", "消费者反映"],
        SightingKind.Excursion => say["Temperature excursion", "温度超限"],
        SightingKind.Discrepancy => say["Discrepancy at a handover", "交接不符"],
        _ => say["Copied code", "疑似复制码"],
    };

    /// <summary>Many of them.</summary>
    public static string Kinds(SightingKind kind, DeskSetting say) => kind switch
    {
        SightingKind.Report => say["Reports of shoppers", "消费者反映"],
        SightingKind.Excursion => say["Temperature excursions", "温度超限"],
        SightingKind.Discrepancy => say["Discrepancies at handovers", "交接不符"],
        _ => say["Copied codes", "疑似复制码"],
    };

    /// <summary>What was seen.</summary>
    public static string Of(SightingDetail detail, DeskSetting say) => detail switch
    {
        { Problem: { } problem } => Words.Problem(problem, say),
        { Excursion: { } e } => say[
            $"{(e.Kind == ExcursionKind.Above ? "Too warm" : "Too cold")}: {Celsius(e.PeakC)} where {Celsius(e.LimitC)} is allowed, for {Duration(e.End - e.Start, say)}, {e.Device}",
            $"{(e.Kind == ExcursionKind.Above ? "温度过高" : "温度过低")}：{Celsius(e.PeakC)}（限值 {Celsius(e.LimitC)}），持续{Duration(e.End - e.Start, say)}，{e.Device}"],
        { Discrepancy: { Kind: "temperature" } d } => say[$"{Celsius(d.Found)} where {Celsius(d.Expected)} is allowed", $"实测 {Celsius(d.Found)}，限值 {Celsius(d.Expected)}"],
        { Discrepancy: { } d } => say[$"{Number(d.Found)} arrived of {Number(d.Expected)} shipped", $"发货 {Number(d.Expected)}，收到 {Number(d.Found)}"],
        _ => say[$"Item {detail.Serial} was scanned {detail.Scans:N0} times", $"单品码 {detail.Serial} 已被扫描 {detail.Scans:N0} 次"],
    };

    /// <summary>A city and a district, as far as they are known.</summary>
    public static string Place(string? city, string? district, DeskSetting say) =>
        string.Join(' ', new[] { city, district }.OfType<string>()) is { Length: > 0 } place ? place : say["Place not known", "地点不详"];

    /// <summary>How rare a warning is.</summary>
    public static string Rarity(SignalBoard.Warning warning, DeskSetting say)
    {
        if (warning.OnceInDays >= 1e9) return say["By chance alone, none as grave as this would come up in a billion days.", "若仅出于偶然，十亿天内也不会出现一次。"];
        var digits = Math.Pow(10, Math.Floor(Math.Log10(warning.OnceInDays)));
        var days = (Math.Floor(warning.OnceInDays / digits) * digits).ToString("N0", CultureInfo.InvariantCulture);
        return say[$"By chance alone, one as grave as this would stand anywhere on one of {days} days at most.", $"若仅出于偶然，全部序列中出现如此显著的上升，至多每 {days} 天有一天。"];
    }

    /// <summary>How many are usual.</summary>
    public static string Usual(SignalBoard.Warning warning, DeskSetting say) => warning.Usual == 0
        ? say[$"{warning.Count:N0} in 7 days; in the {warning.DaysBefore} days before there was none", $"7天内 {warning.Count:N0} 起；此前{warning.DaysBefore}天一起也没有"]
        : say[$"{warning.Count:N0} in 7 days; {Number((decimal)warning.Usual)} are usual, by the {warning.DaysBefore} days before", $"7天内 {warning.Count:N0} 起；按此前{warning.DaysBefore}天，通常为 {Number((decimal)warning.Usual)} 起"];

    /// <summary>What narrows the inbox to that of which a warning tells.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Seen(SignalBoard.Warning warning, SignalBoard board) =>
        new (string Name, string? Value)[]
        {
            ("open", ""), ("kind", LedgerJson.Code(warning.Kind)), ("lot", warning.Lot), ("gtin", warning.Lot is null ? warning.Gtin?.Value : null), ("city", warning.City),
            ("since", ImportingCountryDay.Begins(board.Until.AddDays(1 - board.Method.WindowDays)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
        }.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Name, p.Value!));

    private static string Celsius(decimal celsius) => $"{celsius.ToString("0.#", CultureInfo.InvariantCulture)} °C";

    private static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan time, DeskSetting say) => time.TotalHours < 1
        ? say[$"{time.Minutes} min", $"{time.Minutes}分钟"]
        : say[$"{Math.Floor(time.TotalHours):N0} h {time.Minutes} min", $"{Math.Floor(time.TotalHours):N0}小时{time.Minutes}分钟"];
}
