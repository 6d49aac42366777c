using Lotmark.Ledger.Inspection.Recalls;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>Orders about many lots: told to holders once they are carried out, to authorities what becomes of them.</summary>
public sealed class RecallMessages(RecallStore recalls, PublicAddress address) : NotedSource
{
    private const string Notice = "recall.notice", Active = "recall.active", Acknowledged = "recall.acknowledged", Closed = "recall.closed";

    /// <inheritdoc />
    public override string Name => "recalls";

    /// <inheritdoc />
    public override IReadOnlyList<MessageType> Types { get; } =
    [
        new(Notice, MessageAudience.Parties, new("An order holds or recalls lots that this organisation has, had or expects: it is to acknowledge that.", "某指令暂控或召回本单位持有、曾持有或待收的批次：须予以确认。")),
        new(Active, MessageAudience.Authorities, new("All lots of an order are stopped, and holders are told.", "指令涉及的批次已全部停止流通，并已通知持有单位。")),
        new(Acknowledged, MessageAudience.Authorities, new("A holder confirmed that it knows of an order.", "持有单位已确认知悉指令。")),
        new(Closed, MessageAudience.Parties | MessageAudience.Authorities, new("An order was closed.", "指令已结案。")),
    ];

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel)
    {
        var (messages, known) = (new List<Message>(), new Dictionary<Guid, Recall?>());
        foreach (var row in rows)
        {
            var id = row.Row.GetProperty(row.What == "state" ? "id" : "recall").GetGuid();
            if (!known.TryGetValue(id, out var recall)) known.Add(id, recall = await recalls.FindAsync(id, cancel));
            if (recall is null) continue;
            switch (row.What)
            {
                case "notice":
                    messages.Add(new($"recall-notice:{id:N}:{row.Text("organisation")}", Notice, row.At, [row.Text("organisation")], Say(recall, null)));
                    break;
                case "acknowledged":
                    messages.Add(new($"recall-acknowledged:{id:N}:{row.Text("organisation")}", Acknowledged, row.At, [], Say(recall, row.Text("organisation"))));
                    break;
                case "state" when row.Text("state") == "active":
                    messages.Add(new($"recall-active:{id:N}", Active, row.At, [], Say(recall, null)));
                    break;
                case "state" when row.Text("state") == "closed":
                    messages.Add(new($"recall-closed:{id:N}", Closed, row.At, [.. (await recalls.NoticesAsync(id, cancel)).Select(n => n.Organisation)], Say(recall, null)));
                    break;
            }
        }
        return messages;
    }

    private RecallNews Say(Recall recall, string? organisation) => new(
        recall.Id, recall.Kind, recall.State, recall.Organisation, organisation, new(address.Of($"/api/recalls/{recall.Id}"), address.Of($"/api/recalls/{recall.Id}/acknowledgement")));
}

/// <summary>What is told of an order about many lots.</summary>
/// <param name="Recall">Its id.</param>
/// <param name="Kind">Whether it holds or recalls.</param>
/// <param name="State">How far it has come when this is told.</param>
/// <param name="By">Authority that ordered it.</param>
/// <param name="Organisation">Holder that acknowledged it, where one did.</param>
/// <param name="Links">Where to read more.</param>
public sealed record RecallNews(Guid Recall, RecallKind Kind, RecallState State, string By, string? Organisation, RecallNewsLinks Links);

/// <summary>Addresses of an order.</summary>
/// <param name="Self">The order with its lots.</param>
/// <param name="Acknowledgement">Where a holder confirms that it knows.</param>
public sealed record RecallNewsLinks(string Self, string Acknowledgement);
