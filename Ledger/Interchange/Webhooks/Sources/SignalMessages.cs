using System.Text.Json;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>What is seen of lots, and what rises in it, told to authorities.</summary>
public sealed class SignalMessages(LotLinks links, PublicAddress address) : NotedSource
{
    /// <summary>Type of messages about what rises.</summary>
    public const string Warning = "signal.warning";

    private static readonly Dictionary<SightingKind, MessageType> ByKind = new()
    {
        [SightingKind.Report] = new("sighting.report", MessageAudience.Authorities, new("A shopper reported a problem.", "消费者反映了问题。")),
        [SightingKind.Excursion] = new("sighting.excursion", MessageAudience.Authorities, new("A data logger measured a lot outside its limits.", "温度记录仪测得批次超出限值。")),
        [SightingKind.Discrepancy] = new("sighting.discrepancy", MessageAudience.Authorities, new("What was found at a handover differs from what was said or asked for.", "交接时发现与声明或要求不符。")),
        [SightingKind.Copied] = new("sighting.copied", MessageAudience.Authorities, new("The code of one item is scanned as often as only copies are.", "某单品码的扫描次数异常，疑似被复制。")),
    };

    /// <inheritdoc />
    public override string Name => "signals";

    /// <inheritdoc />
    public override IReadOnlyList<MessageType> Types { get; } =
        [.. ByKind.Values, new(Warning, MessageAudience.Authorities, new("What is seen of a product, of a lot or in a city rises beyond what chance explains.", "某产品、批次或城市的线索数量异常上升，难以用偶然解释。"))];

    /// <inheritdoc />
    protected override Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Message>>([.. rows.Select(Tell)]);

    private Message Tell(NotedRow row)
    {
        if (row.What == WarningWatch.Noted)
        {
            var (key, since) = (row.Text("key"), row.Row.GetProperty("since").GetDateTimeOffset());
            return new($"warning:{key}:{since.UtcTicks}", Warning, row.At, [], new WarningNews(row.Row.Deserialize<WarningNews.Found>(LotJson.Answers)!, new(address.Of("/api/signals"))));
        }
        var (id, kind, lot) = (row.Row.GetProperty("id").GetGuid(), Enum.Parse<SightingKind>(row.Text("kind"), ignoreCase: true), row.Text("lot"));
        return new($"sighting:{id:N}", ByKind[kind].Code, row.At, [], new SightingNews(id, kind, lot, row.Row.GetProperty("city").GetString(), LotNewsLinks.Of(lot, links)));
    }
}

/// <summary>What is told of something that was seen of a lot.</summary>
/// <param name="Sighting">Its id in the inbox.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="City">City, where it is known.</param>
/// <param name="Links">Where to read more.</param>
public sealed record SightingNews(Guid Sighting, SightingKind Kind, string Lot, string? City, LotNewsLinks Links);

/// <summary>What is told of something that rises.</summary>
/// <param name="Warning">What rises.</param>
/// <param name="Links">Where to read more.</param>
public sealed record WarningNews(WarningNews.Found Warning, WarningNews.Addresses Links)
{
    /// <summary>What rises.</summary>
    /// <param name="Key">Names it for as long as it stands.</param>
    /// <param name="Kind">What was seen.</param>
    /// <param name="Of">Whether it is about a product, a lot or a city.</param>
    /// <param name="Subject">Which one.</param>
    /// <param name="Count">How many in the last 7 days.</param>
    /// <param name="Usual">How many are usual.</param>
    public sealed record Found(string Key, SightingKind Kind, SeriesOf Of, string Subject, long Count, double Usual);

    /// <summary>Addresses.</summary>
    /// <param name="Signals">All that rises just now.</param>
    public sealed record Addresses(string Signals);
}
