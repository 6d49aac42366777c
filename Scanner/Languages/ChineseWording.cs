using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The pages in simplified Chinese.</summary>
internal sealed class ChineseWording() : Wording(Language.Zh)
{
    public static readonly ChineseWording Instance = new();

    internal override string Tag => "zh-CN";

    internal override string Home => "进口冷链食品公开账本";

    internal override string HomeMeans => "进口商在这里登记每一批次；登记之后，任何人都不能悄悄改动，本站也不能。";

    internal override string HomeScan => "查一件食品";

    internal override string HomeScanMeans => "用支付宝、微信或手机相机扫描包装上的溯源码，就能看到这批食品何时入境、从哪里来。不用登录，也不用安装应用。";

    internal override string HomeCheck => "不必只信本站";

    internal override string HomeCheckMeans => "所有登记都写入一份公开日志，日志只能追加。下面是它最新的签名，供专业人士核对。";

    internal override string HomeCheckpoint => "日志的最新签名";
    internal override string SwitchLanguage => "切换语言";
    internal override string CodeOfThisLot => "本批次的溯源码";

    internal override string StandingWord(Standing standing) => standing switch
    {
        Standing.Held => "暂停销售",
        Standing.Recalled => "已召回，请勿食用",
        Standing.Expired => "已过保质期",
        Standing.Closed => "已售完",
        Standing.Withdrawn => "已退出市场",
        _ => "正常",
    };

    internal override string StandingSentence(Standing standing) => standing switch
    {
        Standing.Held => "本批次正在核查，结果出来之前请先不要购买或食用。",
        Standing.Recalled => "如果已经买到，请不要食用，保留包装，联系购买的商家或进口商。",
        Standing.Expired => "保质期已过，请不要购买或食用。",
        Standing.Closed => "进口商登记本批次已全部售出。若仍见有售，请核对批次号。",
        Standing.Withdrawn => "本批次已销毁或退运，不应再出售。若见有售，请不要购买。",
        _ => "没有召回，也没有暂停销售的记录。",
    };

    internal override string Call(string name, string? contact) => contact is null ? $"进口商：{name}" : $"进口商：{name}，{contact}";

    internal override string Title(string product) => $"{product} · 溯源信息";
    internal override string EntryDate => "入境日期";
    internal override string ExportCountry => "输出国家或地区";
    internal override string OriginCountry => "原产国（地区）";
    internal override string LotNumber => "批次号";
    internal override string CompareWithPack => "请与包装核对";
    internal override string PortOfEntry => "入境口岸";
    internal override string Importer => "进口商";
    internal override string Produced => "生产日期";
    internal override string Expires => "保质期至";
    internal override string ShelfLife => "保质期";
    internal override string Days(int days) => $"{days} 天";
    internal override string EvidenceFile => "证据文件";
    internal override string CheckRecord => "核验记录";
    internal override string OfflineCheck => "离线核验页";

    internal override string OrderReason => "原因";

    internal override string Temperature => "储存温度";

    internal override string KeepAt(decimal? min, decimal? max) => (min, max) switch
    {
        ({ } low, { } high) => $"应保存在 {Celsius(low)} 至 {Celsius(high)} 之间。",
        (null, { } high) => $"应保存在 {Celsius(high)} 或更低温度。",
        ({ } low, null) => $"保存温度不应低于 {Celsius(low)}。",
        _ => "没有登记储存温度要求。",
    };

    internal override string NoReadings => "本批次目前没有途中温度记录。";

    internal override string Measured(MeasuredTemperature measured) =>
        $"共测量 {Whole(measured.Readings)} 次，{Time(measured.From)} 至 {Time(measured.To)}：最低 {Celsius(measured.MinC)}，最高 {Celsius(measured.MaxC)}。";

    internal override string NoExcursions => "未发现超温。";

    internal override string Excursion(TemperatureExcursion excursion) => excursion.PeakC > excursion.LimitC
        ? $"温度高于 {Celsius(excursion.LimitC)}，最高达 {Celsius(excursion.PeakC)}"
        : $"温度低于 {Celsius(excursion.LimitC)}，最低达 {Celsius(excursion.PeakC)}";

    internal override string Chart(MeasuredTemperature measured) =>
        $"{Date(MarketTime.Day(measured.From))}至{Date(MarketTime.Day(measured.To))}的温度曲线：{Celsius(measured.MinC)}至{Celsius(measured.MaxC)}。";

    internal override string ChartMeans => "绿色：允许范围。曲线：实测温度。红色：超限时段。";

    internal override string Certificates => "证书与报告";
    internal override string OpenFile => "查看文件";

    internal override string CertificateType(string code) => code switch
    {
        "customsDeclaration" => "报关单",
        "ciqCertificate" => "入境货物检验检疫证明",
        "healthCertificate" => "官方卫生证书",
        "originCertificate" => "原产地证",
        "nucleicAcidTest" => "核酸检测报告",
        "labTest" => "检测报告",
        "disinfection" => "消毒证明",
        "supervisedWarehouseRelease" => "集中监管仓出仓证明",
        "photo" => "照片",
        _ => code,
    };

    internal override string TestResult(string code) => code switch
    {
        "negative" => "阴性",
        "positive" => "阳性",
        "conformant" => "合格",
        "nonConformant" => "不合格",
        _ => code,
    };

    internal override string Proof => "记录证明";
    internal override string ProofMeaning => "以上为本站的陈述。不必只信本站：证据文件可以离线核验。";
    internal override string Recorded => "已登记";

    internal override string RecordedMeans(long version) =>
        version == 1 ? "进口商的登记已保存，此后没有改动。" : $"最新一版（第 {version} 版）已保存，以前各版也都保留。";

    internal override string InTheLog => "已写入日志";

    internal override string InTheLogMeans(LotProof proof) => (proof.LeafIndex, proof.LogSize) switch
    {
        ({ } index, { } size) => $"日志只能追加。本记录是其中第 {Whole(index + 1)} 条，当时日志共 {Whole(size)} 条。",
        ({ } index, null) => $"日志只能追加。本记录是其中第 {Whole(index + 1)} 条。",
        _ => "日志只能追加，改动或删除都会被发现。",
    };

    internal override string NotInTheLog => "尚未写入日志";
    internal override string NotInTheLogMeans => "通常只需片刻，请稍后刷新。";
    internal override string OnTheChain => "已上链";
    internal override string NotOnTheChain => "尚未上链";
    internal override string NotOnTheChainMeans => "在此之前，只有本站自己为这条记录作证。";

    internal override string OnTheChainMeans(LotProof proof)
    {
        var block = proof.Block is { } number ? $"，区块 {Whole(number)}" : "";
        var place = $"日志的指纹已写入{Chain(proof.ChainId)}{block}。";
        return place + proof switch
        {
            { ChainId: DevelopmentChain } => "这是开发用的链，只供试用，对外没有证明力。",
            { State: ProofState.Final } => "该区块已最终确认，本站也无法更改。",
            { Confirmations: { } depth } => $"已有 {Whole(depth)} 次确认，尚未最终确认。",
            _ => "该区块尚未最终确认。",
        };
    }

    private static string Chain(long? chainId) => chainId switch
    {
        1 => "以太坊",
        11155111 => "以太坊测试网 Sepolia",
        560048 => "以太坊测试网 Hoodi",
        DevelopmentChain => "开发链",
        { } id => $"链 {id}",
        null => "公共链",
    };

    internal override string Contract => "合约";
    internal override string Transaction => "交易";

    internal override string About => "关于本批次";
    internal override string Brand => "品牌";
    internal override string Species => "品种";
    internal override string Category => "产品类别";

    internal override string CategoryName(string code) => code switch
    {
        "pork" => "猪肉",
        "beefMutton" => "牛羊肉",
        "poultry" => "禽肉",
        "salmon" => "三文鱼",
        "tuna" => "金枪鱼",
        "cod" => "鳕鱼",
        "crustacean" => "虾蟹类",
        "otherAquatic" => "其他水产品",
        "dairy" => "乳制品",
        "fruitVeg" => "果蔬",
        "other" => "其他",
        _ => code,
    };

    internal override string Pack => "规格";
    internal override string NetWeight => "整批净重";
    internal override string Kilograms(decimal kilograms) => $"{kilograms.ToString("#,0.###", CultureInfo.InvariantCulture)} 千克";
    internal override string Packages => "整批件数";
    internal override string Address => "地址";
    internal override string Contact => "联系方式";
    internal override string Maker => "境外生产企业";
    internal override string MakerNumber => "注册或批准编号";
    internal override string Exporter => "境外出口商";
    internal override string Gtin => "商品条码";
    internal override string Declaration => "报关单号";
    internal override string Certificate => "检验检疫证明";
    internal override string EndsWith(string lastCharacters) => $"尾号 {lastCharacters}";
    internal override string RecordVersion => "记录版本";

    internal override string LotUnknown => "没有查到这个批次";
    internal override string LotUnknownMeans => "本站有这种产品的其他批次，但这个批次没有登记。没有登记，就没有入境信息可供查看。";
    internal override string ProductUnknown => "没有查到这个溯源码";
    internal override string ProductUnknownMeans => "本站没有登记过这种产品，也没有登记过这个批次。没有登记，就没有入境信息可供查看。";
    internal override string WhatTheCodeSays => "码里的内容";
    internal override string CompareHeading => "请与包装核对";

    internal override IReadOnlyList<string> CompareSteps =>
    [
        "包装上印的批次号与上面是否完全相同？字母大小写和符号都算。",
        "如果不同，这个码不属于这件商品，请告诉商家。",
        "如果相同，请向商家或进口商询问为何没有登记。查到之前，不要把这个码当作来源证明。",
    ];

    internal override string CodeUnreadable => "这个码无法识别";
    internal override string CodeUnreadableMeans => "它不是完整的溯源码，因此没有可查的内容。可能是印刷残缺、扫描不全，或网址抄写有误。请再扫一次。";

    internal override string Fault(DigitalLinkFault fault) => fault switch
    {
        DigitalLinkFault.GtinNotFourteenDigits => "商品条码应为 14 位数字。",
        DigitalLinkFault.GtinCheckDigit => "商品条码的校验位不对，其中有数字错了。",
        DigitalLinkFault.LotEmpty => "缺少批次号。",
        DigitalLinkFault.LotTooLong => "批次号超过 20 个字符。",
        DigitalLinkFault.LotCharacter => "批次号中有不允许使用的字符。",
        DigitalLinkFault.LotDotSegment => "批次号不能是“.”或“..”，网址无法承载。",
        DigitalLinkFault.PercentEncoding => "网址中的百分号编码不完整。",
        _ => "网址应为 /01/商品条码/10/批次号 的形式。",
    };

    internal override string Date(DateOnly date) => date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    internal override string DateRange(DateOnly from, DateOnly to) => (from.Year == to.Year, from.Month == to.Month) switch
    {
        _ when from == to => Date(from),
        (true, true) => $"{Date(from)}至{to.Day}日",
        (true, false) => $"{Date(from)}至{to.Month}月{to.Day}日",
        _ => $"{Date(from)}至{Date(to)}",
    };

    internal override string Time(DateTimeOffset instant) =>
        MarketTime.Of(instant).ToString("yyyy'年'M'月'd'日' HH:mm", CultureInfo.InvariantCulture) + "（北京时间）";
}
