using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>What is recorded about lots, told to who is a party to them. Follows the leaves of the log, which have no gaps.</summary>
public sealed class LotMessages(LotReader lots, LotLinks links) : IMessageSource
{
    private const int LeavesAtOnce = 1000;
    private const string Excursion = "lot.excursion", Disposed = "recall.disposed";
    private const MessageAudience Parties = MessageAudience.Parties, All = MessageAudience.Parties | MessageAudience.Authorities;

    // By the names of events; those that only tell of something inside a lot are told to parties alone.
    private static readonly Dictionary<string, MessageType> ByEvent = new()
    {
        ["lot_registered"] = new("lot.registered", All, new("A lot was registered.", "批次已登记。")),
        ["lot_repacked"] = new("lot.repacked", All, new("A lot was made of others.", "由其他批次制成新批次。")),
        ["lot_used"] = new("lot.used", Parties, new("Some of a lot was used in another.", "批次的一部分被用于其他批次。")),
        ["lot_shipped"] = new("lot.shipped", Parties, new("Some of a lot was handed on; the receiver is to confirm it.", "批次的一部分已发出，待收货方确认。")),
        ["lot_received"] = new("lot.received", Parties, new("Some of a lot arrived.", "批次的一部分已到货。")),
        ["lot_split"] = new("lot.split", Parties, new("A lot was parted into units.", "批次被拆分为物流单元。")),
        ["units_merged"] = new("lot.units_merged", Parties, new("Units of a lot were put together.", "批次的物流单元被合并。")),
        ["lot_stocked"] = new("lot.stocked", Parties, new("Some of a lot was put on sale.", "批次的一部分已上架。")),
        ["lot_sold"] = new("lot.sold", Parties, new("Some of a lot was sold.", "批次的一部分已售出。")),
        ["lot_destroyed"] = new("lot.destroyed", All, new("Some of a lot was destroyed.", "批次的一部分已销毁。")),
        ["lot_reexported"] = new("lot.reexported", All, new("Some of a lot was sent out of the country.", "批次的一部分已退运出境。")),
        ["lot_corrected"] = new("lot.corrected", All, new("An event of a lot was corrected.", "批次的某条记录被更正。")),
        ["document_attached"] = new("lot.document_attached", Parties, new("A document was attached to a lot.", "批次新增了证明文件。")),
        ["released_to_market"] = new("lot.released", All, new("A lot was released to the market.", "批次已放行上市。")),
        ["temperatures_recorded"] = new("lot.temperatures_recorded", Parties, new("Readings of a data logger were recorded.", "已记录温度记录仪的读数。")),
        ["problem_reported"] = new("lot.problem_reported", Parties, new("A shopper reported a problem with a lot.", "消费者反映了批次的问题。")),
        ["lot_held"] = new("lot.held", All, new("A lot was put on hold: it must stay where it is.", "批次被暂控，须原地存放。")),
        ["hold_lifted"] = new("lot.hold_lifted", All, new("The hold on a lot ended.", "批次的暂控已解除。")),
        ["finding_recorded"] = new("lot.finding_recorded", All, new("An inspector found something about a lot.", "监管员记录了批次的检查发现。")),
        ["sample_taken"] = new("lot.sample_taken", All, new("An inspector took a sample of a lot.", "监管员对批次进行了抽样。")),
        ["sample_tested"] = new("lot.sample_tested", All, new("A sample of a lot was tested.", "批次样品已出检验结果。")),
        ["lot_inspected"] = new("lot.inspected", All, new("An inspection of a lot came to an end.", "批次的检查已办结。")),
        ["lot_recalled"] = new("lot.recalled", All, new("A lot was recalled: it must not be sold or handed on.", "批次被召回，不得销售或转移。")),
    };

    /// <inheritdoc />
    public string Name => "lots";

    /// <inheritdoc />
    public IReadOnlyList<MessageType> Types { get; } =
    [
        .. ByEvent.Values, new(Excursion, Parties, new("Readings of a data logger show a lot outside its limits.", "温度记录显示批次超出限值。")),
        new(Disposed, MessageAudience.Authorities, new("Some of a recalled lot was destroyed, sent out of the country or sent back.", "被召回批次的一部分已销毁、退运或退回。")),
    ];

    /// <inheritdoc />
    public async Task<FoundMessages> ReadAsync(NpgsqlConnection connection, long position, Func<Task<IReadOnlySet<string>>> wanted, CancellationToken cancel)
    {
        var (leaves, count) = (new List<(long Index, string Lot, int Version, string Event, DateTimeOffset At)>(), 0);
        await using (var next = new NpgsqlCommand("""
            select l.index, l.lot, e.version, e.type, e.timestamp
            from log.leaf l left join lotmark.mt_events e on e.stream_id = l.lot and e.version = l.version and l.event_id is not null
            where l.index >= @from and l.index < @from + @count order by l.index
            """, connection))
        {
            next.Parameters.AddWithValue("from", position);
            next.Parameters.AddWithValue("count", (long)LeavesAtOnce);
            await using var reader = await next.ExecuteReaderAsync(cancel);
            for (; await reader.ReadAsync(cancel); count++)
                if (!await reader.IsDBNullAsync(2, cancel))
                    leaves.Add((reader.GetInt64(0), reader.GetString(1), (int)reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
        }
        if (leaves.Count == 0) return new([], position + count, count == LeavesAtOnce);
        var asked = await wanted();
        var telling = leaves.Where(l => Possible(l.Event).Any(asked.Contains)).ToList();
        var histories = await lots.HistoriesAsync([.. telling.Select(l => l.Lot).Distinct()], cancel);
        var messages = telling.SelectMany(l => Tell(l.Index, histories[l.Lot], l.Version, l.Event, l.At)).Where(m => asked.Contains(m.Type)).ToList();
        return new(messages, position + count, count == LeavesAtOnce);
    }

    private static IEnumerable<string> Possible(string name) => name switch
    {
        "temperatures_recorded" => [ByEvent[name].Code, Excursion],
        "lot_destroyed" or "lot_reexported" or "lot_shipped" => [ByEvent[name].Code, Disposed],
        _ => ByEvent.TryGetValue(name, out var type) ? [type.Code] : [],
    };

    private IEnumerable<Message> Tell(long leaf, LotHistory history, int version, string name, DateTimeOffset at)
    {
        if (history.Lot is not { } lot) yield break;
        var fact = history.Facts[version - 1].Fact;
        var said = new LotNews(lot.Id, lot.Description.Gtin, lot.Description.LotNumber, version, name, lot.Status, fact.By.Organisation, LotNewsLinks.Of(lot.Id, links));
        IReadOnlyCollection<string> parties = [.. lot.Balances.Parties.Add(lot.Registrant)];
        yield return new($"leaf:{leaf}", ByEvent[name].Code, at, parties, said);
        if (fact is TemperaturesRecorded { ExcursionCount: > 0 }) yield return new($"leaf:{leaf}:excursion", Excursion, at, parties, said);
        if (lot.Recall is not null && fact is LotDestroyed or LotReexported or LotShipped { Return: true }) yield return new($"leaf:{leaf}:disposed", Disposed, at, [], said);
    }
}

/// <summary>What is told of an event of a lot.</summary>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Gtin">Trade item.</param>
/// <param name="LotNumber">Lot number as printed.</param>
/// <param name="Version">Number of the event in the lot's history.</param>
/// <param name="Event">Its type there.</param>
/// <param name="Status">Where the lot stands when this is told.</param>
/// <param name="By">Organisation that recorded it.</param>
/// <param name="Links">Where to read more.</param>
public sealed record LotNews(string Lot, Gtin Gtin, LotNumber LotNumber, int Version, string Event, LotStatus Status, string By, LotNewsLinks Links);

/// <summary>Addresses of a lot.</summary>
/// <param name="Self">The lot as it is now.</param>
/// <param name="History">Its events.</param>
/// <param name="Page">Its public page.</param>
public sealed record LotNewsLinks(string Self, string History, string Page)
{
    /// <summary>Those of a lot.</summary>
    public static LotNewsLinks Of(string lot, LotLinks links)
    {
        var all = links.Of(LotKey.FromPath(lot));
        return new(all.Self, all.History, all.Page);
    }
}
