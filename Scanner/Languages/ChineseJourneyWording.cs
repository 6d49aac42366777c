using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The way of a lot, in simplified Chinese.</summary>
internal sealed class ChineseJourneyWording : JourneyWording
{
    public static readonly ChineseJourneyWording Instance = new();

    public override string Heading => "旅程";
    public override string Harvested => "捕捞或采收";
    public override string Slaughtered => "屠宰";
    public override string Frozen => "首次冷冻";
    public override string ProducedBy(string maker, string country) => $"{maker}（{country}）生产";

    public override string EnteredAt(string port, string country, string transportMode) => transportMode switch
    {
        "sea" => $"从{country}海运抵达，在{port}口岸入境",
        "air" => $"从{country}空运抵达，在{port}口岸入境",
        "rail" => $"从{country}经铁路运抵，在{port}口岸入境",
        "road" => $"从{country}经公路运抵，在{port}口岸入境",
        _ => $"从{country}运抵，在{port}口岸入境",
    };

    public override string RecordedByImporter(string importer) => $"进口商登记：{importer}";

    public override string Happened(JourneyStep step) => (step.Kind, step.Place?.City, step.From?.City) switch
    {
        (JourneyKind.Received, { } city, _) => $"到达{city}",
        (JourneyKind.Shipped, { } to, { } from) when to == from => $"在{to}市内转运",
        (JourneyKind.Shipped, { } to, { } from) => $"从{from}发往{to}",
        (JourneyKind.Shipped, { } to, null) => $"从入境口岸发往{to}",
        (JourneyKind.SentBack, { } to, { } from) => $"从{from}退回{to}",
        (JourneyKind.SentBack, _, _) => "退回",
        (JourneyKind.Packed, { } city, _) => $"在{city}由境内批次重新包装",
        (JourneyKind.Used, _, _) => "部分重新包装为其他批次",
        (JourneyKind.Released, _, _) => "放行上市",
        (JourneyKind.OnSale, { } city, _) => $"在{city}上架销售",
        (JourneyKind.Destroyed, { } city, _) when step.NothingLeft => $"在{city}销毁，已无剩余",
        (JourneyKind.Destroyed, _, _) when step.NothingLeft => "销毁，已无剩余",
        (JourneyKind.Destroyed, { } city, _) => $"部分在{city}销毁",
        (JourneyKind.Destroyed, _, _) => "部分销毁",
        (JourneyKind.Reexported, _, { } city) when step.NothingLeft => $"从{city}退运出境，已无剩余",
        (JourneyKind.Reexported, _, _) when step.NothingLeft => "退运出境，已无剩余",
        (JourneyKind.Reexported, _, { } city) => $"部分从{city}退运出境",
        (JourneyKind.Reexported, _, _) => "部分退运出境",
        (JourneyKind.Held, _, _) => "暂控",
        (JourneyKind.HoldLifted, _, _) => "解除暂控",
        (JourneyKind.Recalled, _, _) => "召回",
        (JourneyKind.EntryCorrected, _, _) => "进口商更正了登记内容",
        _ => "流转",
    };

    public override string DidNotHappen => "误登记，实际未发生";
    public override string Corrected => "已更正";

    public override string MoreSteps(int steps) => $"其余{steps}步";
}
