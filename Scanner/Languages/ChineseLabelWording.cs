namespace Lotmark.Scanner.Languages;

/// <summary>Labels and their sheets in Chinese.</summary>
internal sealed class ChineseLabelWording : LabelWording
{
    public static readonly ChineseLabelWording Instance = new();

    public override string LabelRefused => "标签未能生成";
    public override string LabelSizeWrong => "标签尺寸（size）应为 70x50 或 50x30，单位毫米。";
    public override string LabelDpiWrong => "打印分辨率（dpi）应为 203 或 300。";
    public override string SheetPaperWrong => "纸张（paper）应为 a4 或 roll（标签卷）。";
    public override string SheetCopiesWrong(int most) => $"份数（copies）应为 1 到 {most} 的整数。";
    public override string SheetWithoutLots => "没有指定批次。每个批次写成一个 lot=01/商品条码/10/批次号。";
    public override string SheetTooLarge(long asked, int most) => $"共要求 {Wording.Whole(asked)} 张标签，一次最多 {Wording.Whole(most)} 张，请分几次打印。";
    public override string SheetForm => "请修改网址中的以下参数：";
    public override string SheetLotsUnknown => "有批次没有登记";
    public override string SheetLotsUnknownMeans => "没有登记的批次没有标签。请先登记以下批次，或从网址中去掉：";
    public override string SheetTitle(int labels) => $"{Wording.Whole(labels)} 张标签，可以打印";
    public override string SheetChoices => "标签尺寸和纸张";
    public override string SheetPaper(bool roll) => roll ? "标签卷" : "A4";
    public override IReadOnlyList<string> SheetSteps(int width, int height, bool roll) =>
    [
        roll ? $"打开浏览器的打印功能，选标签打印机，纸张选 {width} × {height} 毫米，每页一张标签。" : "打开浏览器的打印功能，纸张选 A4，方向选纵向。",
        "缩放选“100%”或“实际大小”，不要选“适合页面”；边距选“默认”或“无”。",
        $"先打印一张，用尺子量：标签应为 {width} × {height} 毫米。再用手机扫一下，能打开批次页面就可以全部打印。",
    ];
}
