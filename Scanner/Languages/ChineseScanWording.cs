using Lotmark.Scanner.Scan;

namespace Lotmark.Scanner.Languages;

/// <summary>The scan page in Chinese.</summary>
internal sealed class ChineseScanWording : ScanWording
{
    public static readonly ChineseScanWording Instance = new();

    public override string Title => "扫码查批次";
    public override string Lead => "扫一扫包装上的码，或选一张它的照片，也可以输入码旁印的号码。";
    public override string NeedsScript => "摄像头和照片需要 JavaScript，本浏览器已将其关闭。手工输入不受影响。";

    public override string Camera => "用摄像头扫";
    public override string StartCamera => "打开摄像头";
    public override string StopCamera => "关闭摄像头";
    public override string CameraMeans => "浏览器会先征求您的同意。画面只留在本机，只用码里的内容来查询。";
    public override string CameraPicture => "摄像头画面";
    public override string WhichCamera => "选择摄像头";
    public override string Torch => "照明";
    public override string Searching => "请把码对准摄像头。";
    public override string Refused => "摄像头未获允许。请在浏览器设置中允许，或改用照片、手工输入。";
    public override string Missing => "没有找到摄像头。请改用照片或手工输入。";
    public override string Busy => "摄像头暂时无法使用，可能正被其他应用占用。请关闭该应用后再试，或改用照片、手工输入。";
    public override string Insecure => "浏览器只在 https 网址下提供摄像头，本页无法使用。请改用照片或手工输入。";
    public override string Hidden => "页面已不在前台，摄像头已关闭。";

    public override string Photo => "从照片识别";
    public override string ChoosePhoto => "选择照片或拍照";
    public override string PhotoMeans => "照片在本机识别，不会上传。";
    public override string Reading => "正在识别照片……";
    public override string NoCode => "照片里没有找到二维码。请靠近、对正、拍清楚后再试，或手工输入。";
    public override string NoPicture => "这个文件不是可以识别的图片。请选择 JPEG 或 PNG 照片。";
    public override string NoDecoder => "识码程序没有加载成功。请检查网络后再试，或手工输入。";

    public override string Opening => "已识别，正在打开批次……";
    public override string Offline => "已读到码，但服务器没有回应。请检查网络后再扫一次。";

    public override string Elsewhere(string site) => $"这个码指向另一个网站 {site}，本站不会打开它。以下是本站对同一号码的记录。";

    public override string HeldHere(string standing) => $"这个批次已在本站登记：{standing}。";
    public override string NotHeldHere => "这个批次没有在本站登记。";
    public override string OpenHere => "在本站查看";

    public override string Type => "手工输入";
    public override string TypeMeans => "两个号码都印在标签上，常见于 (01) 和 (10) 之后。";
    public override string GtinHint => "条码下方的 8、12、13 或 14 位数字";
    public override string LotHint => "与包装完全一致，字母大小写和符号都算";
    public override string LookUp => "查询这个批次";
    public override string Paste => "粘贴码的内容";
    public override string PasteLabel => "码里的内容";
    public override string PasteHint => "含 /01/ 和 /10/ 的网址，或 (01)…(10)…";

    public override string NothingFound => "无法查询批次";

    public override string Mistake(ScanMistake mistake) => mistake switch
    {
        ScanMistake.GtinMissing => "缺少商品条码。",
        ScanMistake.GtinForm => "商品条码应为 8、12、13 或 14 位数字，不能有其他字符。",
        ScanMistake.CodeMissing => "没有粘贴任何内容。",
        ScanMistake.CodeTooLong => $"这不是批次码：内容超过 {ScannedCode.Longest} 个字符。",
        ScanMistake.OnlyAProduct => "这个码只说明了商品，没有批次。请输入包装上的批次号。",
        _ => "这不是批次码。批次码形如 https://…/01/商品条码/10/批次号 或 (01)商品条码(10)批次号。",
    };
}
