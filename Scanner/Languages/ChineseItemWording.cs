using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>The code of one item, in simplified Chinese.</summary>
internal sealed class ChineseItemWording() : ItemWording(ChineseWording.Instance)
{
    public static readonly ChineseItemWording Instance = new();

    public override string Item => "本件商品的码";
    public override string NeverScanned => "已为本批次发放，至今没有被扫描过。";
    public override string FirstScanned => "已为本批次发放，这是第一次被扫描。";

    public override string Scanned(DateTimeOffset firstAt, long times) =>
        $"首次扫描：{Words.Time(firstAt)}，共扫描 {times.ToString("#,0", CultureInfo.InvariantCulture)} 次。";

    public override string LooksCopied => "本件商品的码可能是复制的";

    public override string LooksCopiedMeans =>
        "一个码只属于一件商品。这个码的扫描次数超出一件商品的常情，像是被复制到了其他商品上。如果您是刚买到的，请不要以这个码为准，向商家或进口商询问。";

    public override string NotIssued => "本件商品的码不是为本批次发放的";

    public override string NotIssuedMeans => "进口商没有为本批次的任何商品发放过这个码。本页所示的批次信息未必适用于您手中的商品，请不要以此为准，向商家或进口商询问。";
}
