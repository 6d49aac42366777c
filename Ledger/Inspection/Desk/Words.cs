using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Codes of the ledger in words.</summary>
internal static class Words
{
    private static readonly Dictionary<string, (string En, string Zh)> Fields = new()
    {
        ["gtin"] = ("GTIN", "GTIN"),
        ["lotNumber"] = ("Lot number", "批次号"),
        ["productName.zh"] = ("Product, Chinese", "产品名称（中文）"),
        ["productName.en"] = ("Product, English", "产品名称（英文）"),
        ["brand"] = ("Brand", "品牌"),
        ["species"] = ("Species", "品种"),
        ["category"] = ("Category", "类别"),
        ["packSize"] = ("Pack size", "规格"),
        ["packStyle"] = ("Pack style", "包装形式"),
        ["quantity"] = ("Quantity", "数量"),
        ["uom"] = ("Unit", "计量单位"),
        ["packageCount"] = ("Packages", "件数"),
        ["netWeightKg"] = ("Net weight, kg", "净重（千克）"),
        ["productionDate"] = ("Produced on", "生产日期"),
        ["productionDateTo"] = ("Produced until", "生产日期至"),
        ["expiryDate"] = ("Expires on", "保质期至"),
        ["shelfLifeDays"] = ("Shelf life, days", "保质期（天）"),
        ["freezeDate"] = ("Frozen on", "首次冷冻日期"),
        ["freezeDateTo"] = ("Frozen until", "首次冷冻日期至"),
        ["slaughterDate"] = ("Slaughtered on", "屠宰日期"),
        ["slaughterDateTo"] = ("Slaughtered until", "屠宰日期至"),
        ["harvestDate"] = ("Harvested on", "捕捞／采收日期"),
        ["harvestDateTo"] = ("Harvested until", "捕捞／采收日期至"),
        ["storageTempMinC"] = ("Coldest storage, °C", "最低贮存温度（℃）"),
        ["storageTempMaxC"] = ("Warmest storage, °C", "最高贮存温度（℃）"),
        ["hsCode"] = ("HS code", "HS编码"),
        ["originCountry"] = ("Origin", "原产国（地区）"),
        ["exportCountry"] = ("Shipped from", "输出国家（地区）"),
        ["overseasManufacturer.name"] = ("Manufacturer", "境外生产企业"),
        ["overseasManufacturer.gaccNumber"] = ("Registration in China", "在华注册编号"),
        ["overseasManufacturer.foreignEstablishmentNo"] = ("Establishment number", "境外注册编号"),
        ["overseasManufacturer.validTo"] = ("Registration valid until", "在华注册有效期至"),
        ["overseasColdStore.gaccNumber"] = ("Cold store's registration in China", "境外冷库在华注册编号"),
        ["exporter.name"] = ("Exporter", "境外出口商"),
        ["importer.name.zh"] = ("Importer, Chinese", "进口商（中文）"),
        ["importer.name.en"] = ("Importer, English", "进口商（英文）"),
        ["importer.uscc"] = ("Importer's credit code", "进口商信用代码"),
        ["importer.address"] = ("Importer's address", "进口商地址"),
        ["importer.contact"] = ("Importer's contact", "进口商联系方式"),
        ["portOfEntry"] = ("Port of entry", "入境口岸"),
        ["entryDate"] = ("Entry date", "入境日期"),
        ["customsDeclarationNo"] = ("Customs declaration", "报关单号"),
        ["ciqCertificateNo"] = ("Entry certificate", "检验检疫证书号"),
        ["billOfLadingNo"] = ("Bill of lading", "提运单号"),
        ["contractNo"] = ("Contract", "合同号"),
        ["buyers"] = ("Buyers", "购货方"),
        ["containerNo"] = ("Container", "集装箱号"),
        ["sealNo"] = ("Seal", "铅封号"),
        ["transportMode"] = ("Transport", "运输方式"),
        ["task"] = ("Task", "任务"),
        ["text"] = ("In words", "说明"),
        ["severity"] = ("How grave", "严重程度"),
        ["assessment"] = ("Assessment", "结论"),
        ["sample"] = ("Sample", "样品编号"),
        ["unit"] = ("Unit", "单位"),
        ["testFor"] = ("Tested for", "检验项目"),
        ["laboratory"] = ("Laboratory", "检验机构"),
        ["outcome"] = ("Outcome of the test", "检验结果"),
        ["testedOn"] = ("Tested on", "检验日期"),
        ["status"] = ("Status", "状态"),
        ["left"] = ("Left in the trade", "流通余量"),
        ["sold"] = ("Sold", "已售"),
        ["destroyed"] = ("Destroyed", "已销毁"),
        ["returned"] = ("Returned", "已退运"),
        ["used"] = ("Used in other lots", "用于其他批次"),
        ["hold.reason"] = ("Hold, reason", "暂控原因"),
        ["hold.legalBasis"] = ("Hold, legal basis", "暂控依据"),
        ["hold.since"] = ("Hold, since", "暂控时间"),
        ["hold.by"] = ("Hold, ordered by", "暂控决定单位"),
        ["recall.reason"] = ("Recall, reason", "召回原因"),
        ["recall.legalBasis"] = ("Recall, legal basis", "召回依据"),
        ["recall.since"] = ("Recall, since", "召回时间"),
        ["recall.by"] = ("Recall, ordered by", "召回决定单位"),
    };

    /// <summary>The value of a field, codes in words.</summary>
    public static string Value(string path, string value, DeskSetting say) => path switch
    {
        "originCountry" or "exportCountry" => $"{say.Country(value)} ({value})",
        "category" => Category(value, say),
        "uom" => Unit(value, say),
        "transportMode" => Transport(value, say),
        "hold.since" or "recall.since" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var since) => since.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Transport(string mode, DeskSetting say) => mode switch
    {
        "sea" => say["by sea", "海运"],
        "air" => say["by air", "空运"],
        "rail" => say["by rail", "铁路"],
        "road" => say["by road", "公路"],
        _ => mode,
    };

    /// <summary>The name of a field; its path where it has none.</summary>
    public static string Field(string path, DeskSetting say) => Fields.TryGetValue(path, out var name) ? say[name.En, name.Zh] : path;

    /// <summary>What happened.</summary>
    public static string Event(string type, DeskSetting say) => type switch
    {
        "lot_registered" => say["Registered", "登记"],
        "lot_repacked" => say["Made of other lots", "由其他批次分装"],
        "lot_received" => say["Received", "入库"],
        "lot_shipped" => say["Shipped", "发货"],
        "lot_split" => say["Split into units", "拆分"],
        "units_merged" => say["Units merged", "合并"],
        "lot_stocked" => say["Put on sale", "上架"],
        "lot_sold" => say["Sold", "销售"],
        "lot_destroyed" => say["Destroyed", "销毁"],
        "lot_reexported" => say["Returned abroad", "退运"],
        "lot_used" => say["Used in other lots", "用于其他批次"],
        "lot_corrected" => say["Correction", "更正"],
        "lot_held" => say["Put on hold", "暂控"],
        "hold_lifted" => say["Hold lifted", "解除暂控"],
        "lot_recalled" => say["Recalled", "召回"],
        "document_attached" => say["Document attached", "上传证明文件"],
        "document_published" => say["Document published", "公开证明文件"],
        "document_withdrawn" => say["Document withdrawn", "撤回证明文件"],
        "released_to_market" => say["Released to the market", "放行上市"],
        "temperatures_recorded" => say["Temperatures recorded", "温度记录"],
        "serials_issued" => say["Item codes issued", "签发单品码"],
        "finding_recorded" => say["Finding of an inspector", "检查发现"],
        "sample_taken" => say["Sample taken", "抽样"],
        "sample_tested" => say["Sample tested", "样品检验"],
        "lot_inspected" => say["Inspected", "检查结论"],
        "problem_reported" => say["Problem reported by a shopper", "消费者反映问题"],
        _ => type,
    };

    /// <summary>A product category.</summary>
    public static string Category(string code, DeskSetting say) => code switch
    {
        "pork" => say["Pork", "猪肉"],
        "beefMutton" => say["Beef and mutton", "牛羊肉"],
        "poultry" => say["Poultry", "禽肉"],
        "salmon" => say["Salmon", "三文鱼"],
        "tuna" => say["Tuna", "金枪鱼"],
        "cod" => say["Cod", "鳕鱼"],
        "crustacean" => say["Crustaceans", "虾蟹类"],
        "otherAquatic" => say["Other aquatic", "其他水产品"],
        "dairy" => say["Dairy", "乳制品"],
        "fruitVeg" => say["Fruit and vegetables", "果蔬"],
        _ => say["Other", "其他"],
    };

    /// <summary>How firm an anchor is.</summary>
    public static string Anchor(AnchorState state, DeskSetting say) => state switch
    {
        AnchorState.Final => say["final", "已终局"],
        AnchorState.Confirmed => say["confirmed", "已确认"],
        _ => say["mined", "已打包"],
    };

    /// <summary>A kind of document.</summary>
    public static string Document(string type, DeskSetting say) => type switch
    {
        "customsDeclaration" => say["Customs declaration", "报关单"],
        "ciqCertificate" => say["Entry inspection certificate", "入境检验检疫证明"],
        "healthCertificate" => say["Health certificate", "卫生证书"],
        "originCertificate" => say["Certificate of origin", "原产地证书"],
        "nucleicAcidTest" => say["Nucleic acid test", "核酸检测报告"],
        "labTest" => say["Laboratory test", "检验报告"],
        "disinfection" => say["Disinfection certificate", "消毒证明"],
        "supervisedWarehouseRelease" => say["Release from the supervised warehouse", "集中监管仓出仓证明"],
        "photo" => say["Photo", "照片"],
        _ => type,
    };

    /// <summary>How a test ended.</summary>
    public static string? Result(string? result, DeskSetting say) => result switch
    {
        "negative" => say["negative", "阴性"],
        "positive" => say["positive", "阳性"],
        "conformant" => say["conformant", "合格"],
        "nonConformant" => say["not conformant", "不合格"],
        _ => result,
    };

    /// <summary>What shoppers report.</summary>
    public static string Problem(ProblemKind kind, DeskSetting say) => kind switch
    {
        ProblemKind.Spoiled => say["Spoiled", "变质"],
        ProblemKind.WrongDate => say["Wrong date", "日期不符"],
        ProblemKind.LabelDiffers => say["Label differs", "标签不符"],
        ProblemKind.Thawed => say["Thawed", "解冻"],
        ProblemKind.Ill => say["Ill after eating", "食用后不适"],
        _ => say["Other", "其他"],
    };

    /// <summary>Which limit of temperature was passed.</summary>
    public static string Excursion(ExcursionKind kind, DeskSetting say) => kind is ExcursionKind.Above ? say["Too warm", "温度过高"] : say["Too cold", "温度过低"];

    /// <summary>How far a report has come.</summary>
    public static string Progress(ReportState state, DeskSetting say) => state switch
    {
        ReportState.Received => say["received", "已收到"],
        ReportState.LookedInto => say["looked into", "调查中"],
        _ => say["answered", "已答复"],
    };

    /// <summary>A quantity with the unit of its lot.</summary>
    public static string Quantity(decimal quantity, string? uom, DeskSetting say) => $"{quantity.ToString("#,0.###", CultureInfo.InvariantCulture)} {Unit(uom, say)}";

    /// <summary>A weight.</summary>
    public static string Kg(decimal kilograms) => $"{kilograms.ToString("#,0.#", CultureInfo.InvariantCulture)} kg";

    /// <summary>A quantity in a column, whose unit stands elsewhere; nothing for nothing.</summary>
    public static string Amount(decimal quantity) => quantity == 0 ? "" : quantity.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>A unit (UN/ECE Recommendation 20); packages where there is none.</summary>
    public static string Unit(string? uom, DeskSetting say) => uom switch
    {
        "KGM" => "kg",
        "GRM" => "g",
        "LBR" => "lb",
        "TNE" => "t",
        null => say["packages", "件"],
        _ => uom,
    };

    /// <summary>Everything that a lot is, as rows: what two versions of it are compared by.</summary>
    public static IReadOnlyDictionary<string, string> Rows(Lot lot)
    {
        var rows = new Dictionary<string, string>();
        Flatten(JsonSerializer.SerializeToNode(lot.Description, LotJson.Answers), "", rows);
        rows["status"] = LedgerJson.Code(lot.Status);
        foreach (var (name, value) in new[] { ("left", lot.Balances.Left), ("sold", lot.Balances.Sold), ("destroyed", lot.Balances.Destroyed), ("returned", lot.Balances.Returned), ("used", lot.Balances.Used) })
            rows[name] = value.ToString("0.######", CultureInfo.InvariantCulture);
        foreach (var (place, stock) in lot.Balances.Stocks) rows[$"stock.{place}"] = stock.OnHand.ToString("0.######", CultureInfo.InvariantCulture);
        Flatten(JsonSerializer.SerializeToNode(lot.Hold, LotJson.Answers), "hold", rows);
        Flatten(JsonSerializer.SerializeToNode(lot.Recall, LotJson.Answers), "recall", rows);
        return rows;
    }

    /// <summary>A JSON value as rows of path and text.</summary>
    public static void Flatten(JsonNode? node, string path, Dictionary<string, string> rows)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject sealedValue when sealedValue.ContainsKey("salt") && sealedValue["confidential"] is { } value:
                rows[path] = value.ToString();
                break;
            case JsonObject members:
                foreach (var (name, member) in members) Flatten(member, path.Length == 0 ? name : $"{path}.{name}", rows);
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++) Flatten(items[i], $"{path}[{i}]", rows);
                break;
            default:
                rows[path] = node.ToString();
                break;
        }
    }
}
