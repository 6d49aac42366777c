using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>The code of one item, in Korean.</summary>
internal sealed class KoreanItemWording() : ItemWording(KoreanWording.Instance)
{
    public static readonly KoreanItemWording Instance = new();

    public override string Item => "이 상품의 코드";
    public override string NeverScanned => "이 로트용으로 발급된 코드입니다. 아직 스캔된 적이 없습니다.";
    public override string FirstScanned => "이 로트용으로 발급된 코드입니다. 이번이 첫 스캔입니다.";

    public override string Scanned(DateTimeOffset firstAt, long times) =>
        $"첫 스캔: {MarketTime.Of(firstAt).ToString("yyyy'년' M'월' d'일' HH:mm", CultureInfo.InvariantCulture)}(중국 시간), 스캔 횟수: {times.ToString("#,0", CultureInfo.InvariantCulture)}회.";

    public override string LooksCopied => "이 상품의 코드는 복제되었을 수 있습니다";

    public override string LooksCopiedMeans =>
        "코드는 한 상품에만 쓰입니다. 이 코드는 한 상품이라고 보기에는 너무 자주 스캔되어 다른 상품에 복제되었을 수 있습니다. 방금 구입하셨다면 이 코드를 믿지 말고 판매점이나 수입자에게 문의하십시오.";

    public override string NotIssued => "이 상품의 코드는 이 로트용으로 발급되지 않았습니다";

    public override string NotIssuedMeans =>
        "수입자는 이 로트의 어떤 상품에도 이 코드를 발급하지 않았습니다. 이 페이지의 로트 정보가 가지고 계신 상품에 맞지 않을 수 있으니 믿지 마십시오. 판매점이나 수입자에게 문의하십시오.";
}
