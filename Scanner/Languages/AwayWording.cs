using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>What is said while the ledger can't be asked.</summary>
/// <param name="Word">That it can't, in a few words.</param>
/// <param name="Sentence">What to do, when nothing is known.</param>
/// <param name="AsOf">What is shown instead: what was known at a time, written in <c>{0}</c>.</param>
internal sealed record AwayWording(string Word, string Sentence, string AsOf)
{
    private static readonly AwayWording Chinese = new(
        "暂时无法查询", "记录没有丢失，只是现在连不上。请过一会儿再扫一次；查到之前，不要把这个码当作来源证明。",
        "暂时连不上登记系统。以下是{0}的记录，此后如有召回或停售，这里不会显示。");

    private static readonly AwayWording English = new(
        "We can't look this up right now", "Nothing is lost; the ledger just can't be reached. Scan again in a moment. Until then, don't take this code as proof of origin.",
        "The ledger can't be reached right now. This is what it said on {0}. A hold or recall since then would not show here.");

    private static readonly AwayWording Japanese = English with
    {
        AsOf = "現在、台帳に接続できません。以下は{0}時点の記録です。それ以降の回収や販売停止はここに表示されません。",
    };

    private static readonly AwayWording Korean = English with
    {
        AsOf = "지금은 원장에 연결할 수 없습니다. 아래는 {0} 기준 기록이며, 그 이후의 회수나 판매 중지는 표시되지 않습니다.",
    };

    /// <summary>Says since when what is shown may be old.</summary>
    public string Since(Wording words, DateTimeOffset known) => string.Format(
        CultureInfo.InvariantCulture, AsOf, string.Create(CultureInfo.InvariantCulture, $"{words.Date(MarketTime.Day(known))} {MarketTime.Of(known):HH:mm}"));

    public static AwayWording Of(Language language) => language switch
    {
        Language.Zh => Chinese,
        Language.Ja => Japanese,
        Language.Ko => Korean,
        _ => English,
    };
}
