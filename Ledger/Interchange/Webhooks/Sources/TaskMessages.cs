using Lotmark.Ledger.Inspection.Tasks;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>What inspectors are sent to do, told to authorities. Who does it is not in it.</summary>
public sealed class TaskMessages(TaskStore tasks, PublicAddress address) : NotedSource
{
    private const MessageAudience Authorities = MessageAudience.Authorities;

    /// <inheritdoc />
    public override string Name => "tasks";

    /// <inheritdoc />
    public override IReadOnlyList<MessageType> Types { get; } =
    [
        new("task.open", Authorities, new("A task of inspectors was published, or given back.", "检查任务已发布或被退回。")),
        new("task.taken", Authorities, new("An inspector took a task.", "检查任务已被领取。")),
        new("task.on_site", Authorities, new("The inspector of a task is on the spot.", "监管员已到现场。")),
        new("task.closed", Authorities, new("A task was closed with an assessment.", "检查任务已办结。")),
        new("task.cancelled", Authorities, new("A task was called off.", "检查任务已取消。")),
    ];

    /// <inheritdoc />
    protected override async Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel)
    {
        var (messages, known) = (new List<Message>(), new Dictionary<Guid, InspectionTask?>());
        foreach (var row in rows)
        {
            var id = row.Row.GetProperty("id").GetGuid();
            if (!known.TryGetValue(id, out var task)) known.Add(id, task = (await tasks.FindAsync(id, cancel))?.Task);
            if (task is null) continue;
            var state = Enum.Parse<TaskState>(row.Text("state"), ignoreCase: true);
            messages.Add(new($"task:{id:N}:{row.Row.GetProperty("version").GetInt32()}", TypeOf(state), row.At, [],
                new TaskNews(id, state, task.Kind, task.Lot, task.Location, task.City, task.District, task.Due, state == TaskState.Closed ? task.Assessment : null, new(address.Of($"/api/tasks/{id}")))));
        }
        return messages;
    }

    private static string TypeOf(TaskState state) => state switch
    {
        TaskState.Open => "task.open",
        TaskState.Taken => "task.taken",
        TaskState.OnSite => "task.on_site",
        TaskState.Closed => "task.closed",
        _ => "task.cancelled",
    };
}

/// <summary>What is told of a task.</summary>
/// <param name="Task">Its id.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Lot">Name of the lot that it is about; absent when it is about none.</param>
/// <param name="Location">Registered place (GLN or id), if it is about one.</param>
/// <param name="City">City.</param>
/// <param name="District">District: its code (GB/T 2260) or its name.</param>
/// <param name="Due">The last day on which it is in time (China time).</param>
/// <param name="Assessment">What it came to; absent before it is closed.</param>
/// <param name="Links">Where to read more.</param>
public sealed record TaskNews(
    Guid Task, TaskState State, TaskKind Kind, string? Lot, string? Location, string? City, string? District, DateOnly Due, Assessment? Assessment, TaskNewsLinks Links);

/// <summary>Addresses of a task.</summary>
/// <param name="Self">The task with all that was done about it.</param>
public sealed record TaskNewsLinks(string Self);
