namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>What this service can't put right itself, told to authorities: that the log was tampered with, or can't be anchored.</summary>
public sealed class AlarmMessages(PublicAddress address) : NotedSource
{
    private const string Raised = "alarm.raised", Over = "alarm.over";

    /// <inheritdoc />
    public override string Name => "alarms";

    /// <inheritdoc />
    public override IReadOnlyList<MessageType> Types { get; } =
    [
        new(Raised, MessageAudience.Authorities, new("This service states that somebody must look at something, such as a record that was changed.", "系统告警：有情况须人工查看，例如记录被改动。")),
        new(Over, MessageAudience.Authorities, new("Such an alarm is over.", "上述告警已解除。")),
    ];

    /// <inheritdoc />
    protected override Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Message>>([.. rows.Select(Tell)]);

    private Message Tell(NotedRow row)
    {
        var (code, since) = (row.Text("code"), row.Row.GetProperty("since").GetDateTimeOffset());
        var over = row.What == "over";
        return new($"alarm:{code}:{since.UtcTicks}:{row.What}", over ? Over : Raised, row.At, [], new AlarmNews(code, row.Text("message"), since, new(address.Of("/health/ready"))));
    }
}

/// <summary>What is told of an alarm.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Since">When it was first stated.</param>
/// <param name="Links">Where to read more.</param>
public sealed record AlarmNews(string Code, string Message, DateTimeOffset Since, AlarmNews.Addresses Links)
{
    /// <summary>Addresses.</summary>
    /// <param name="Health">What stands just now.</param>
    public sealed record Addresses(string Health);
}
