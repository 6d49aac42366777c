using Lotmark.Ledger.Lots;
using Lotmark.Scanner.Serials;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Serials;

/// <summary>
/// Counts how often item codes are scanned: in memory first, bundled into the database every few seconds. A process that dies loses its
/// last seconds and nothing else. Each bundle has a number that is written with it: one whose commit was not answered is not counted twice.
/// </summary>
public sealed class ScanCounts(NpgsqlDataSource database, TimeProvider clock) : IDisposable
{
    // No page waits longer for it.
    private const int Seconds = 5;

    private readonly Guid _process = Guid.CreateVersion7();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly Lock _gate = new();

    // The bundle that grows, which will have this number, and the one before it while it is written.
    private Dictionary<(int Lot, string Serial), ItemScans> _growing = [], _leaving = [];
    private long _number = 1;

    /// <inheritdoc />
    public void Dispose() => _flushing.Dispose();

    /// <summary>Counts one scan.</summary>
    /// <param name="lot">Number of the lot (<see cref="KnownSerial" />).</param>
    /// <param name="serial">A serial number of it.</param>
    public void Note(int lot, string serial)
    {
        var now = clock.GetUtcNow();
        var once = ItemScans.Once(now, ImportingCountryDay.Of(now));
        lock (_gate) _growing[(lot, serial)] = _growing.GetValueOrDefault((lot, serial), ItemScans.None).And(once);
    }

    /// <summary>All scans of an item so far, except those that another process has not written yet.</summary>
    public async Task<ItemScans> OfAsync(int lot, string serial, CancellationToken cancel)
    {
        ItemScans growing, leaving;
        long number;
        lock (_gate)
        {
            growing = _growing.GetValueOrDefault((lot, serial), ItemScans.None);
            leaving = _leaving.GetValueOrDefault((lot, serial), ItemScans.None);
            number = _number;
        }
        await using var command = database.CreateCommand("""
            select f.number, s.day, s.scans, s.first_at from (select (select number from serials.flush where process = $3)) f (number)
            left join serials.scan s on s.lot = $1 and s.serial = $2 order by s.day
            """);
        foreach (var value in (object[])[lot, serial, _process]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (written, first, days) = (0L, (DateTimeOffset?)null, new List<DayScans>());
        while (await reader.ReadAsync(cancel))
        {
            if (!reader.IsDBNull(0)) written = reader.GetInt64(0);
            if (reader.IsDBNull(1)) continue;
            first ??= reader.GetFieldValue<DateTimeOffset>(3);
            days.Add(new(reader.GetFieldValue<DateOnly>(1), reader.GetInt64(2)));
        }
        // What was written between the two looks is in the database by now.
        var scans = new ItemScans(first, days);
        if (written < number - 1) scans = scans.And(leaving);
        return written < number ? scans.And(growing) : scans;
    }

    /// <summary>Writes what was counted so far. What can't be written stays for the next time.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        await _flushing.WaitAsync(cancel);
        try
        {
            // The one that could not be written the last time, and the one that grew meanwhile.
            for (var bundle = 0; bundle < 2; bundle++)
            {
                lock (_gate)
                {
                    if (_leaving.Count == 0)
                    {
                        if (_growing.Count == 0) return;
                        (_leaving, _growing) = (_growing, []);
                        _number++;
                    }
                }
                await WriteAsync(_leaving, _number - 1, cancel);
                lock (_gate) _leaving = [];
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    private async Task WriteAsync(Dictionary<(int Lot, string Serial), ItemScans> scans, long number, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var mark = new NpgsqlCommand(
            """
            insert into serials.flush (process, number) values ($1, $2)
            on conflict (process) do update set number = excluded.number, at = now() where flush.number < excluded.number
            """, connection)
        { CommandTimeout = Seconds, Parameters = { new() { Value = _process }, new() { Value = number } } };
        if (await mark.ExecuteNonQueryAsync(cancel) == 0) return;

        // In one order, so that two processes do not wait for each other.
        var rows = scans.SelectMany(item => item.Value.Days.Select(day => (item.Key.Lot, item.Key.Serial, day.Day, day.Scans, At: item.Value.FirstAt!.Value.UtcDateTime)))
            .OrderBy(row => row.Lot).ThenBy(row => row.Serial, StringComparer.Ordinal).ThenBy(row => row.Day).ToList();
        await using var add = new NpgsqlCommand(
            """
            insert into serials.scan (lot, serial, day, scans, first_at) select * from unnest($1, $2, $3, $4, $5)
            on conflict (lot, serial, day) do update set scans = scan.scans + excluded.scans, first_at = least(scan.first_at, excluded.first_at)
            """, connection)
        {
            CommandTimeout = Seconds,
            Parameters =
            {
                new() { Value = rows.ConvertAll(row => row.Lot), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = rows.ConvertAll(row => row.Serial), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = rows.ConvertAll(row => row.Day), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date },
                new() { Value = rows.ConvertAll(row => row.Scans), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { Value = rows.ConvertAll(row => row.At), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            },
        };
        await add.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
