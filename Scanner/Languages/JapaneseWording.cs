using System.Globalization;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The first screen in Japanese; what lies below speaks English.</summary>
internal sealed class JapaneseWording() : EnglishWording(Language.Ja)
{
    public static new readonly JapaneseWording Instance = new();

    internal override string Tag => "ja";

    internal override string DetailsInEnglish => "以下の詳細は英語で表示しています。";
    internal override string Home => "輸入コールドチェーン食品の公開台帳";
    internal override string HomeMeans => "輸入者がすべてのロットをここに記録します。一度記録されたものは、痕跡を残さずに変更することは誰にも、私たちにもできません。";
    internal override string HomeScan => "食品を調べる";
    internal override string HomeScanMeans => "包装のコードをAlipay、WeChat、またはスマートフォンのカメラで読み取ると、このロットがいつ、どこから入国したかがわかります。アカウントもアプリも不要です。";
    internal override string HomeCheck => "私たちの言葉を信じる必要はありません";
    internal override string HomeCheckMeans => "すべての記録は、追記しかできない公開ログに書き込まれます。最新の署名は次のとおりです（専門家向け）。";
    internal override string HomeCheckpoint => "ログの最新の署名";
    internal override string SwitchLanguage => "言語";
    internal override string CodeOfThisLot => "このロットのコード";

    internal override string StandingWord(Standing standing) => standing switch
    {
        Standing.Held => "販売停止中",
        Standing.Recalled => "回収対象。食べないでください",
        Standing.Expired => "期限切れ",
        Standing.Closed => "販売終了",
        Standing.Withdrawn => "市場から撤去済み",
        _ => "異常なし",
    };

    internal override string StandingSentence(Standing standing) => standing switch
    {
        Standing.Held => "このロットは調査中です。終わるまで購入も飲食もしないでください。",
        Standing.Recalled => "購入済みの場合は食べずに、包装を保管し、店舗または輸入者に連絡してください。",
        Standing.Expired => "期限を過ぎています。購入も飲食もしないでください。",
        Standing.Closed => "輸入者はこのロットを完売と記録しています。店頭で見かけたら、ロット番号を確認してください。",
        Standing.Withdrawn => "このロットは廃棄または返送されており、販売されてはなりません。購入しないでください。",
        _ => "回収や販売停止の記録はありません。",
    };

    internal override string Call(string name, string? contact) => contact is null ? $"輸入者：{name}" : $"輸入者：{name}、{contact}";
    internal override string OrderReason => "理由";
    internal override string Title(string product) => $"{product} · 原産地と入国日";
    internal override string EntryDate => "入国日";
    internal override string ExportCountry => "輸出国・地域";
    internal override string OriginCountry => "原産地";
    internal override string LotNumber => "ロット番号";
    internal override string Gtin => "商品コード（GTIN）";
    internal override string Brand => "ブランド";
    internal override string CompareWithPack => "包装と照合してください";
    internal override string PortOfEntry => "入国港";
    internal override string Importer => "輸入者";
    internal override string Produced => "製造日";
    internal override string Expires => "期限";
    internal override string ShelfLife => "保存期間";
    internal override string Days(int days) => $"{days}日";
    internal override string EvidenceFile => "証拠ファイル";
    internal override string ReportProblem => "問題を報告（英語）";
    internal override string CheckRecord => "記録を検証する";
    internal override string OfflineCheck => "オフラインで検証";

    internal override string LotUnknown => "このロットは登録されていません";
    internal override string LotUnknownMeans => "この製品の他のロットはありますが、このロットの記録はありません。入国について示せるものがありません。";
    internal override string ProductUnknown => "このコードは登録されていません";
    internal override string ProductUnknownMeans => "この製品もロットも記録がありません。入国について示せるものがありません。";
    internal override string WhatTheCodeSays => "コードの内容";
    internal override string CompareHeading => "包装と照合";

    internal override IReadOnlyList<string> CompareSteps =>
    [
        "包装のロット番号は上の番号とまったく同じですか。大文字・小文字や記号も区別します。",
        "違う場合、このコードはこの包装のものではありません。店舗に伝えてください。",
        "同じ場合は、なぜ登録されていないのかを店舗または輸入者に尋ねてください。それまで、このコードを産地の証明とみなさないでください。",
    ];

    internal override string CodeUnreadable => "このコードは読み取れません";
    internal override string CodeUnreadableMeans => "完全なロットコードではないため、調べるものがありません。もう一度読み取ってください。";

    internal override string Date(DateOnly date) => date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    internal override string DateRange(DateOnly from, DateOnly to) => (from.Year == to.Year, from.Month == to.Month) switch
    {
        _ when from == to => Date(from),
        (true, true) => $"{Date(from)}～{to.Day}日",
        (true, false) => $"{Date(from)}～{to.Month}月{to.Day}日",
        _ => $"{Date(from)}～{Date(to)}",
    };
}
