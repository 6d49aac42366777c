using System.Text.Json;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>Something that a trigger noted when it happened (<c>interchange.note_for_webhooks</c>).</summary>
/// <param name="Number">Its number.</param>
/// <param name="What">What happened.</param>
/// <param name="Row">The columns that the trigger names.</param>
/// <param name="At">When.</param>
public sealed record NotedRow(long Number, string What, JsonElement Row, DateTimeOffset At)
{
    /// <summary>A column that is a text.</summary>
    public string Text(string column) => Row.GetProperty(column).GetString()!;
}

/// <summary>
/// A source that follows a table by a trigger: a row for each thing that happened, written with it and deleted with its messages. To add one, name the trigger in
/// <c>schema.sql</c>, derive from this and register it.
/// </summary>
public abstract class NotedSource : IMessageSource
{
    private const int RowsAtOnce = 500;

    /// <inheritdoc />
    public abstract string Name { get; }

    /// <inheritdoc />
    public abstract IReadOnlyList<MessageType> Types { get; }

    /// <summary>What is to be told of some rows.</summary>
    protected abstract Task<IReadOnlyList<Message>> TellAsync(IReadOnlyList<NotedRow> rows, CancellationToken cancel);

    /// <inheritdoc />
    public async Task<FoundMessages> ReadAsync(NpgsqlConnection connection, long position, Func<Task<IReadOnlySet<string>>> wanted, CancellationToken cancel)
    {
        var rows = new List<NotedRow>();
        await using (var command = new NpgsqlCommand("""
            delete from interchange.webhook_noted where number in (select number from interchange.webhook_noted where source = @source order by number limit @limit)
            returning number, what, row::text, at
            """, connection))
        {
            command.Parameters.AddWithValue("source", Name);
            command.Parameters.AddWithValue("limit", RowsAtOnce);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) rows.Add(new(reader.GetInt64(0), reader.GetString(1), JsonElement.Parse(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3)));
        }
        if (rows.Count == 0) return new([], position, false);
        rows.Sort((one, other) => one.Number.CompareTo(other.Number));
        var asked = await wanted();
        var messages = Types.Any(t => asked.Contains(t.Code)) ? await TellAsync(rows, cancel) : [];
        return new([.. messages.Where(m => asked.Contains(m.Type))], rows[^1].Number, rows.Count == RowsAtOnce);
    }
}
