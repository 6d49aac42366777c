using System.Globalization;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The first screen in Korean; what lies below speaks English.</summary>
internal sealed class KoreanWording() : EnglishWording(Language.Ko)
{
    public static new readonly KoreanWording Instance = new();

    internal override string Tag => "ko";

    internal override string DetailsInEnglish => "아래 세부 정보는 영어로 표시됩니다.";
    internal override string Home => "수입 콜드체인 식품 공개 원장";
    internal override string HomeMeans => "수입자가 모든 로트를 이곳에 기록합니다. 한번 기록된 내용은 흔적 없이 바꿀 수 없으며, 저희도 마찬가지입니다.";
    internal override string HomeScan => "식품 조회";
    internal override string HomeScanMeans => "포장의 코드를 Alipay, WeChat 또는 휴대전화 카메라로 스캔하면 이 로트가 언제 어디에서 들어왔는지 알 수 있습니다. 계정도 앱도 필요 없습니다.";
    internal override string HomeCheck => "저희 말을 믿을 필요가 없습니다";
    internal override string HomeCheckMeans => "모든 기록은 추가만 가능한 공개 로그에 기록됩니다. 최신 서명은 다음과 같습니다(전문가용).";
    internal override string HomeCheckpoint => "로그의 최신 서명";
    internal override string SwitchLanguage => "언어";
    internal override string CodeOfThisLot => "이 로트의 코드";

    internal override string StandingWord(Standing standing) => standing switch
    {
        Standing.Held => "판매 중지",
        Standing.Recalled => "회수 대상. 먹지 마십시오",
        Standing.Expired => "기한 만료",
        Standing.Closed => "판매 완료",
        Standing.Withdrawn => "시장에서 철수됨",
        _ => "이상 없음",
    };

    internal override string StandingSentence(Standing standing) => standing switch
    {
        Standing.Held => "이 로트는 조사 중입니다. 끝날 때까지 구매하거나 먹지 마십시오.",
        Standing.Recalled => "구매하셨다면 먹지 말고 포장을 보관한 뒤 매장이나 수입자에게 연락하십시오.",
        Standing.Expired => "기한이 지났습니다. 구매하거나 먹지 마십시오.",
        Standing.Closed => "수입자가 이 로트를 판매 완료로 기록했습니다. 판매 중이라면 로트 번호를 비교하십시오.",
        Standing.Withdrawn => "이 로트는 폐기되었거나 반송되어 판매되어서는 안 됩니다. 구매하지 마십시오.",
        _ => "회수나 판매 중지 기록이 없습니다.",
    };

    internal override string Call(string name, string? contact) => contact is null ? $"수입자: {name}" : $"수입자: {name}, {contact}";
    internal override string OrderReason => "사유";
    internal override string Title(string product) => $"{product} · 원산지와 입국일";
    internal override string EntryDate => "입국일";
    internal override string ExportCountry => "수출 국가·지역";
    internal override string OriginCountry => "원산지";
    internal override string LotNumber => "로트 번호";
    internal override string Gtin => "상품 번호(GTIN)";
    internal override string Brand => "브랜드";
    internal override string CompareWithPack => "포장과 비교하십시오";
    internal override string PortOfEntry => "입국항";
    internal override string Importer => "수입자";
    internal override string Produced => "생산일";
    internal override string Expires => "소비기한";
    internal override string ShelfLife => "보존 기간";
    internal override string Days(int days) => $"{days}일";
    internal override string EvidenceFile => "증거 파일";
    internal override string ReportProblem => "문제 신고(영어)";
    internal override string CheckRecord => "기록 검증하기";
    internal override string OfflineCheck => "오프라인으로 검증";

    internal override string LotUnknown => "등록되지 않은 로트입니다";
    internal override string LotUnknownMeans => "이 제품의 다른 로트는 있지만 이 로트의 기록은 없습니다. 입국에 대해 보여 드릴 것이 없습니다.";
    internal override string ProductUnknown => "등록되지 않은 코드입니다";
    internal override string ProductUnknownMeans => "이 제품도 이 로트도 기록이 없습니다. 입국에 대해 보여 드릴 것이 없습니다.";
    internal override string WhatTheCodeSays => "코드 내용";
    internal override string CompareHeading => "포장과 비교";

    internal override IReadOnlyList<string> CompareSteps =>
    [
        "포장의 로트 번호가 위 번호와 정확히 같습니까? 대소문자와 기호도 구별합니다.",
        "다르면 이 코드는 이 포장의 것이 아닙니다. 매장에 알려 주십시오.",
        "같다면 왜 등록되지 않았는지 매장이나 수입자에게 물어보십시오. 그때까지 이 코드를 원산지 증명으로 여기지 마십시오.",
    ];

    internal override string CodeUnreadable => "읽을 수 없는 코드입니다";
    internal override string CodeUnreadableMeans => "완전한 로트 코드가 아니어서 조회할 것이 없습니다. 다시 스캔하십시오.";

    internal override string Date(DateOnly date) => date.ToString("yyyy'년' M'월' d'일'", CultureInfo.InvariantCulture);

    internal override string DateRange(DateOnly from, DateOnly to) => (from.Year == to.Year, from.Month == to.Month) switch
    {
        _ when from == to => Date(from),
        (true, true) => $"{Date(from)}~{to.Day}일",
        (true, false) => $"{Date(from)}~{to.Month}월 {to.Day}일",
        _ => $"{Date(from)}~{Date(to)}",
    };
}
