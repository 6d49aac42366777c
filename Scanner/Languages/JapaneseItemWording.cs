using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>The code of one item, in Japanese.</summary>
internal sealed class JapaneseItemWording() : ItemWording(JapaneseWording.Instance)
{
    public static readonly JapaneseItemWording Instance = new();

    public override string Item => "この商品のコード";
    public override string NeverScanned => "このロット用に発行されたコードです。まだ読み取られていません。";
    public override string FirstScanned => "このロット用に発行されたコードです。今回が初めての読み取りです。";

    public override string Scanned(DateTimeOffset firstAt, long times) =>
        $"初回の読み取り：{MarketTime.Of(firstAt).ToString("yyyy'年'M'月'd'日' HH:mm", CultureInfo.InvariantCulture)}（中国時間）。読み取り回数：{times.ToString("#,0", CultureInfo.InvariantCulture)}回。";

    public override string LooksCopied => "この商品のコードは複製のおそれがあります";

    public override string LooksCopiedMeans =>
        "コードは一つの商品だけのものです。このコードは一つの商品としては多く読み取られており、他の商品に複製された可能性があります。購入したばかりであれば、このコードを当てにせず、店舗または輸入者に確認してください。";

    public override string NotIssued => "この商品のコードはこのロット用に発行されていません";

    public override string NotIssuedMeans =>
        "輸入者はこのロットのどの商品にもこのコードを付けていません。このページのロット情報はお手元の商品に当てはまらない可能性があるため、当てにしないでください。店舗または輸入者に確認してください。";
}
