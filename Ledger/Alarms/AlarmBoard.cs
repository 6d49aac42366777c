using System.Collections.Concurrent;
using Npgsql;

namespace Lotmark.Ledger.Alarms;

/// <summary>
/// States alarms and takes them back. They stand in the database, so that every process can tell them, and in memory, so that
/// they can be told when the database is what is wrong.
/// </summary>
public sealed partial class AlarmBoard(NpgsqlDataSource database, TimeProvider clock, ILogger<AlarmBoard> logger)
{
    private readonly ConcurrentDictionary<string, Alarm> _unwritten = [];
    private IReadOnlyList<Alarm> _standing = [];

    /// <summary>What stood when this process last looked, and what it could not write down.</summary>
    public IReadOnlyList<Alarm> Standing => [.. _standing.UnionBy(_unwritten.Values, a => a.Code).OrderBy(a => a.Code, StringComparer.Ordinal)];

    /// <summary>States an alarm. Again with the same words: nothing happens. Never fails because of the database.</summary>
    public async Task RaiseAsync(string code, string message, CancellationToken cancel)
    {
        if (_standing.Any(a => a.Code == code && a.Message == message)) return;
        try
        {
            await using var command = database.CreateCommand("""
                insert into lotmark.alarm (code, message) values (@code, @message)
                on conflict (code) do update set message = excluded.message where alarm.message <> excluded.message
                """);
            command.Parameters.AddWithValue("code", code);
            command.Parameters.AddWithValue("message", message);
            if (await command.ExecuteNonQueryAsync(cancel) > 0) Raised(code, message);
            await LookAsync(cancel);
            _unwritten.TryRemove(code, out _);
        }
        catch (NpgsqlException)
        {
            // It stands in memory until the database is back and whoever states it states it again.
            if (_unwritten.TryGetValue(code, out var known) && known.Message == message) return;
            _unwritten[code] = new(code, message, clock.GetUtcNow());
            Raised(code, message);
        }
    }

    /// <summary>Takes alarms back, whoever stated them. For what finds that all is well.</summary>
    public async Task ClearAsync(IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("delete from lotmark.alarm where code = any(@codes) returning code");
        command.Parameters.AddWithValue("codes", codes.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) Over(reader.GetString(0));
        foreach (var code in codes) _unwritten.TryRemove(code, out _);
        _standing = [.. _standing.Where(a => !codes.Contains(a.Code))];
    }

    /// <summary>Takes one alarm back.</summary>
    public Task ClearAsync(string code, CancellationToken cancel) => ClearAsync([code], cancel);

    /// <summary>Looks what stands, whoever stated it.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select code, message, since from lotmark.alarm order by code");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var standing = new List<Alarm>();
        while (await reader.ReadAsync(cancel)) standing.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        _standing = standing;
    }

    [LoggerMessage(LogLevel.Critical, "ALARM {Code}: {Message}")]
    private partial void Raised(string code, string message);

    [LoggerMessage(LogLevel.Information, "The alarm {Code} is over")]
    private partial void Over(string code);
}
