using Lotmark.Ledger.Lots;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>What shoppers are answered, told to who is a party to the lot. Neither what they wrote nor the answer is in it.</summary>
public sealed class ReportMessages(ReportShelf shelf, LotReader lots, LotLinks links) : NotedSource
{
    private const string Answered = "report.answered";

    /// <inheritdoc />
    public override string Name => "reports";

    /// <inheritdoc />
    public override IReadOnlyList<MessageType> Types { get; } =
        [new(Answered, MessageAudience.Parties | MessageAudience.Authorities, new("A shopper was told how far a report about a lot has come.", "已答复消费者关于批次的反映。"))];

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel)
    {
        var messages = new List<Message>();
        foreach (var row in rows)
        {
            var id = row.Row.GetProperty("report").GetGuid();
            if (await shelf.FindAsync(id, cancel) is not { } report) continue;
            if ((await lots.HistoriesAsync([report.Lot], cancel))[report.Lot].Lot is not { } lot) continue;
            messages.Add(new($"report-answer:{id:N}:{row.Row.GetProperty("number").GetInt32()}", Answered, row.At, [.. lot.Balances.Parties.Add(lot.Registrant)],
                new ReportNews(id, report.Lot, report.Kind, row.Text("status"), LotNewsLinks.Of(report.Lot, links))));
        }
        return messages;
    }
}

/// <summary>What is told of an answered report.</summary>
/// <param name="Report">Its id, as in the event of the lot.</param>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Links">Where to read more.</param>
public sealed record ReportNews(Guid Report, string Lot, ProblemKind Problem, string Status, LotNewsLinks Links);
