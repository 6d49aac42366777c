using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Reports;

/// <summary>Everything that the pages of reports say, sentence by sentence in both languages.</summary>
public sealed class ReportWording
{
    private static readonly ReportWording Chinese = new(Language.Zh), English = new(Language.En);

    private readonly Language _language;

    private ReportWording(Language language) => _language = language;

    internal static ReportWording Of(Language language) => language == Language.Zh ? Chinese : English;

    internal string Report => Say("报告问题", "Report a problem");
    internal string ReportMeans => Say(
        "不用登录，也不用留姓名。监管人员会看到您的报告；报告本身不会改变本批次的状态。",
        "No account, no name. Inspectors read your report; by itself it changes nothing about the lot.");

    internal string InDanger => Say("如有人身体严重不适，请先就医或拨打120。", "If somebody is seriously ill, get medical help first (dial 120 in China).");

    internal string Kind => Say("发生了什么？", "What is wrong?");
    internal string KindName(ProblemKind kind) => kind switch
    {
        ProblemKind.Spoiled => Say("变质或有异味", "It is spoiled or smells bad"),
        ProblemKind.WrongDate => Say("日期不对或已过期", "The date is wrong or past"),
        ProblemKind.LabelDiffers => Say("包装与本页信息不符", "The pack says something else than this page"),
        ProblemKind.Thawed => Say("解冻过，或化冻后重新冷冻", "It was thawed or refrozen"),
        ProblemKind.Ill => Say("食用后身体不适", "Somebody fell ill after eating it"),
        _ => Say("其他问题", "Something else"),
    };

    internal string Place => Say("在哪里买到或看到的？", "Where did you buy or see it?");
    internal string Elsewhere => Say("其他地方", "Somewhere else");
    internal string District(bool cities) => cities ? Say("区县或商场（可不填）", "District or market (optional)") : Say("城市和区县", "City and district");
    internal string DistrictHint => Say("只写到城市和区县，会写入公开日志。请不要写门牌号。", "City and district only: this goes into the public log. No street number, please.");

    internal string Text => Say("请描述一下（可不填）", "Tell us more (optional)");
    internal string TextHint => Say("不公开，只有监管人员能看到。", "Not public: only inspectors read it.");
    internal string Photo => Say("照片（可不选）", "A photo (optional)");
    internal string PhotoHint => Say(
        "JPEG、PNG或WebP，不超过10 MB。拍摄地点、手机型号等信息会被去除。", "JPEG, PNG or WebP, up to 10 MB. Where and with which phone it was taken is removed.");
    internal string PhotoAgain => Say("请重新选择照片：浏览器不会保留已选的文件。", "Please choose the photo again: browsers do not keep it.");
    internal string Contact => Say("联系方式（可不填）", "How to reach you (optional)");
    internal string ContactHint => Say("电话或邮箱，不公开，仅用于就此报告联系您。", "Phone or e-mail. Not public, and used only about this report.");
    internal string Trap => Say("请勿填写此栏", "Leave this field empty");
    internal string Send => Say("提交报告", "Send the report");
    internal string BackToLot => Say("返回批次页面", "Back to the lot");

    internal string ErrorTitle(string title) => Say($"有误：{title}", $"Error: {title}");
    internal string NotSent => Say("报告尚未提交", "Your report was not sent");
    internal string FaultOf(ReportField field, ReportFault fault) => (field, fault) switch
    {
        (ReportField.Kind, _) => Say("请选择发生了什么。", "Choose what is wrong."),
        (ReportField.Place, ReportFault.Missing) => Say("请选择城市，或填写城市和区县。", "Choose a city, or write the city and district."),
        (ReportField.Text, ReportFault.Missing) => Say("选择“其他问题”时，请写明是什么问题。", "You chose something else: write what it is."),
        (ReportField.Place, ReportFault.TooLong) => TooLong(ReportDraft.LongestDistrict),
        (ReportField.Text, ReportFault.TooLong) => TooLong(ReportDraft.LongestText),
        (_, ReportFault.TooLong) => TooLong(ReportDraft.LongestContact),
        (_, ReportFault.Characters) => Say("有些字符无法保存，已去掉。请检查后重新提交。", "Some characters can’t be kept and were taken out. Look it over and send it again."),
        (_, ReportFault.PlaceCharacters) => Say("地名只能用文字，不能有数字或符号。", "A place is written in letters, without digits or symbols."),
        (_, ReportFault.PhotoTooLarge) => Say("照片超过10 MB。请选小一点的，或不附照片。", "The photo is larger than 10 MB. Choose a smaller one, or send none."),
        (_, ReportFault.PhotoKind) => Say("这个文件不是JPEG、PNG或WebP照片。请换一张，或不附照片。", "This file is no JPEG, PNG or WebP picture. Choose another one, or send none."),
        (_, ReportFault.PhotoPixels) => Say("照片超过4000万像素。请选小一点的，或不附照片。", "The photo has more than 40 megapixels. Choose a smaller one, or send none."),
        (_, ReportFault.PhotoBroken) => Say("照片文件已损坏。请换一张，或不附照片。", "The photo is damaged. Choose another one, or send none."),
        (_, ReportFault.FormTooOld) => Say("页面打开太久，已失效。内容已保留，请再次提交。", "This page was open for too long. What you wrote is still here: please send it again."),
        (_, ReportFault.FormTooQuick) => Say("提交得太快，像是自动程序。请检查内容后再次提交。", "That was quicker than anybody can write. Look it over and send it again."),
        (_, ReportFault.Trap) => Say("有一个应当留空的栏被填写了，现已清空。请再次提交。", "A field that must stay empty was filled in; it is empty now. Please send it again."),
        (_, ReportFault.Away) => Say(
            "暂时连不上登记系统。内容已保留，请过一会儿再次提交。情况紧急请拨打12315或120。",
            "The ledger can’t be reached right now. What you wrote is still here: send it again in a minute. If it is urgent, dial 12315 or 120."),
        (_, ReportFault.OtherSite) => Say("这份报告不是从本页提交的。请在这里填写并提交。", "This report did not come from this page. Fill it in here and send it."),
        _ => Say("没有收到完整的表单。请重新填写。", "The form did not arrive whole. Please fill it in again."),
    };

    internal string TooMany(TimeSpan wait) => Say(
        $"一小时内收到的报告太多。内容已保留，请在{Minutes(wait)}分钟后再次提交。情况紧急请拨打12315或120。",
        $"Too many reports came within the hour. What you wrote is still here: send it again in {(Minutes(wait) == 1 ? "a minute" : $"{Minutes(wait)} minutes")}. If it is urgent, dial 12315 or 120.");

    internal string Received => Say("已收到报告", "We have your report");
    internal string Number => Say("报告编号", "Number of your report");
    internal string KeepNumber => Say(
        "请保存编号或收藏本页：在这里可以看到处理结果。知道编号的人都能打开本页，但看不到您写的内容、照片和联系方式。",
        "Keep the number or bookmark this page: the outcome will stand here. Whoever has the number can open it, but sees nothing of what you wrote, your photo or how to reach you.");

    internal string Progress => Say("处理进度", "What became of it");
    internal string StateName(ReportState state) => state switch
    {
        ReportState.Received => Say("已收到", "Received"),
        ReportState.LookedInto => Say("正在核查", "Being looked into"),
        _ => Say("已答复", "Answered"),
    };

    internal string Away => Say("暂时无法打开", "We can’t open this right now");
    internal string AwayMeans => Say("没有丢失任何内容，只是现在连不上登记系统。请过一会儿再试。", "Nothing is lost; the ledger just can’t be reached. Try again in a moment.");

    internal string Erase => Say("删除我写的内容", "Erase what I wrote");
    internal string EraseMeans => Say(
        "您写的内容、联系方式和照片会被永久删除，监管人员也无法再看到或联系您。报告类型、地点和答复会保留。",
        "Text, photo and how to reach you are erased for good: inspectors can no longer read them or ask you back. What kind of problem it was, the place and the answer stay.");
    internal string EraseNow => Say("永久删除", "Erase for good");
    internal string Erased(string time) => Say($"您写的内容、联系方式和照片已于{time}删除。", $"What you wrote, your photo and how to reach you were erased on {time}.");

    internal string NotYet => Say("尚未开始", "Not yet");
    internal string Answer => Say("答复", "Answer");
    internal string About => Say("关于", "About");
    internal string Product => Say("产品", "Product");
    internal string Unknown => Say("没有这个编号的报告", "There is no report of this number");
    internal string UnknownMeans => Say("请核对编号：R- 之后是三组、每组四个字母或数字。", "Check the number: R- and three groups of four letters or digits.");

    private static int Minutes(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));

    private string TooLong(int characters) => Say($"内容太长，最多{characters}个字。", $"This is too long: at most {characters} characters.");

    private string Say(string chinese, string english) => _language == Language.Zh ? chinese : english;
}
