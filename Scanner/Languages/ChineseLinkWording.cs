using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Languages;

/// <summary>Codes and links in simplified Chinese.</summary>
internal sealed class ChineseLinkWording : LinkWording
{
    public static readonly ChineseLinkWording Instance = new();

    public override string Traceability => "溯源信息";
    public override string RecallStatus => "召回状态";
    public override string Evidence => "证据文件";
    public override string Storage => "储存温度";
    public override string Product => "产品信息";
    public override string LotOf(string product, string lotNumber) => $"{product}，批次 {lotNumber}";

    public override string NamesProduct => "这个码只说明是哪种产品";
    public override string NamesProductMeans => "入境日期、原产国（地区）和召回情况每一批都不同，要有批次号才能查到。";
    public override string FindLot => "如何查到这一批";

    public override IReadOnlyList<string> FindLotSteps =>
    [
        "在包装上找到旁边写着“扫码溯源”的码，它包含批次号，用手机扫描即可。",
        "如果只有普通条码，请向商家询问本批次的溯源码。",
        "打开后，请核对页面上的批次号与包装上印的是否相同。",
    ];

    public override string SerialAlone => "只凭单件码查不到";
    public override string SerialAloneMeans => "这个码有产品和单件码，没有批次号。本站按批次登记，请扫描带批次号的溯源码。";
    public override string NotKept => "本站不登记这类编码";

    public override string NotKeptMeans(string identifier) =>
        $"这个码格式正确，它标识的是{WhatTheCodeNames(identifier)}。本站只登记食品批次，请扫描食品包装上的溯源码。";

    public override string LinkTypeUnknown => "没有这一类信息";
    public override string LinkTypeUnknownMeans => "这个码有效，但没有所要的这一类链接（linkType）。";
    public override string WhatThereIs => "可以打开的内容";
    public override string SeveralLinks => "这一类信息有多条";
    public override string SeveralLinksMean => "请选择要打开的一条。";

    public override string WhatTheCodeNames(string identifier) => identifier switch
    {
        ApplicationIdentifiers.Sscc => "物流单元，例如一个托盘",
        ApplicationIdentifiers.Location => "地点",
        ApplicationIdentifiers.Party => "企业",
        ApplicationIdentifiers.Asset => "资产",
        ApplicationIdentifiers.Document => "单证",
        _ => "商品",
    };

    public override string NameOf(Wording words, string identifier) => identifier switch
    {
        ApplicationIdentifiers.Gtin => words.Gtin,
        ApplicationIdentifiers.Lot => words.LotNumber,
        ApplicationIdentifiers.Serial => "单件码",
        ApplicationIdentifiers.Variant => "产品变体",
        ApplicationIdentifiers.ThirdPartySerial => "第三方序列号",
        ApplicationIdentifiers.Sscc => "物流单元编码（SSCC）",
        ApplicationIdentifiers.Location => "地点编码（GLN）",
        ApplicationIdentifiers.LocationExtension => "地点扩展码",
        ApplicationIdentifiers.Party => "企业编码（GLN）",
        ApplicationIdentifiers.Asset => "资产编码（GIAI）",
        ApplicationIdentifiers.Document => "单证编码（GDTI）",
        _ => $"({identifier})",
    };

    public override string Fault(Wording words, DigitalLinkError error) => error.Fault switch
    {
        DigitalLinkFault.PercentEncoding when error is { Part: DigitalLinkPart.Element, Identifier: { } identifier } => $"({identifier}) 的百分号编码不完整。",
        DigitalLinkFault.NotALotLink => "网址应为 /01/商品条码/10/批次号 的形式；商品条码单独出现时，应为 /01/商品条码。",
        DigitalLinkFault.Scheme => "网址应以 http:// 或 https:// 开头，全部小写或全部大写。",
        DigitalLinkFault.Host => "网址中的主机名缺失或有误。",
        DigitalLinkFault.Compressed => "这是压缩形式的 GS1 数字链接，本站不支持。请使用未压缩的形式 /01/商品条码/10/批次号。",
        DigitalLinkFault.UnknownInPath => "网址路径中的这一段不是可以放在这里的应用标识符。商品条码之后依次可以是 22、10、21，或单独的 235；地点 414 之后可以是 254。",
        DigitalLinkFault.Order => $"应用标识符 ({error.Seen}) 的位置不对。商品条码之后应依次为 22、10、21，或单独的 235。",
        DigitalLinkFault.Duplicate => $"应用标识符 ({error.Identifier ?? error.Seen}) 出现了两次。",
        DigitalLinkFault.BelongsInPath => $"应用标识符 ({error.Identifier}) 应写在路径里，不能写在问号之后。",
        DigitalLinkFault.UnknownInQuery => $"问号之后的 {error.Identifier} 不是应用标识符。只含数字的参数名必须是应用标识符。",
        DigitalLinkFault.ValueEmpty => $"应用标识符 ({error.Identifier}) 没有值。",
        DigitalLinkFault.ValueForm => $"应用标识符 ({error.Identifier}) 的值不符合格式 {error.Form}。",
        DigitalLinkFault.ValueCheckDigit => $"应用标识符 ({error.Identifier}) 的校验位不对，其中有数字错了。",
        DigitalLinkFault.ValueDotSegment => $"应用标识符 ({error.Identifier}) 的值不能是“.”或“..”，网址无法承载。",
        _ => words.Fault(error.Fault),
    };
}
