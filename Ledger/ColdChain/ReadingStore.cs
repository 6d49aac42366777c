using System.Runtime.CompilerServices;
using Lotmark.Ledger.Lots;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.ColdChain;

/// <summary>
/// Keeps readings. A batch is written whole before its event is: a crash between the two leaves readings that no event names, which are
/// not served and which the next import of the lot takes up again or clears away. An event without its readings can't come to be.
/// </summary>
public sealed class ReadingStore(NpgsqlDataSource database, ReadingPartitions partitions) : IDisposable
{
    private readonly LotTurns _turns = new(database, "coldchain", places: 4);

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    /// <summary>Lets one import at a time at the readings of a lot.</summary>
    public async Task<OpenReadings> OpenAsync(string lot, CancellationToken cancel) => new(await _turns.EnterAsync(lot, cancel), partitions, lot);
}

/// <summary>The readings of one lot, in one pair of hands.</summary>
public sealed class OpenReadings : IAsyncDisposable
{
    private const int FirstLook = 1000;

    // Longer than an event can be under way.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    private readonly LotTurn _turn;
    private readonly ReadingPartitions _partitions;
    private readonly string _lot;

    internal OpenReadings(LotTurn turn, ReadingPartitions partitions, string lot) => (_turn, _partitions, _lot) = (turn, partitions, lot);

    /// <summary>The series of a device, begun if it is new.</summary>
    public async Task<int> SeriesAsync(string device, CancellationToken cancel)
    {
        await using var command = _turn.Command(
            """
            with begun as (insert into coldchain.series (lot, device) values ($1, $2) on conflict do nothing returning id)
            select id from begun union all select id from coldchain.series where lot = $1 and device = $2 limit 1
            """, _lot, device);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>The batches of a series that are recorded, with their places. What was left behind by a crash is cleared away.</summary>
    /// <param name="series">The series.</param>
    /// <param name="inForce">Batches that count.</param>
    /// <param name="recorded">Batches that an event names, even if it was declared wrong since.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyDictionary<long, string?>> BatchesAsync(
        int series, IReadOnlySet<string> inForce, IReadOnlySet<string> recorded, CancellationToken cancel)
    {
        var (counting, abandoned) = (new Dictionary<long, string?>(), new List<long>());
        await using (var command = _turn.Command("select id, encode(sha256, 'hex'), location, now() - stored_at > $2 from coldchain.batch where series = $1", series, Abandoned))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
            {
                var sha256 = reader.GetString(1);
                if (inForce.Contains(sha256)) counting.Add(reader.GetInt64(0), reader.IsDBNull(2) ? null : reader.GetString(2));
                else if (!recorded.Contains(sha256) && reader.GetBoolean(3)) abandoned.Add(reader.GetInt64(0));
            }
        foreach (var batch in abandoned) await DropAsync(batch, cancel);
        return counting;
    }

    /// <summary>What is stored in a stretch of time, ends included, oldest first.</summary>
    public async Task<List<PlacedReading>> BetweenAsync(int series, IReadOnlyDictionary<long, string?> batches, DateTime from, DateTime to, CancellationToken cancel) => batches.Count == 0
        ? []
        : (await ReadAsync(_turn.Command("select at, tenths, batch from coldchain.reading where series = $1 and at between $2 and $3 order by at", series, from, to), batches, cancel)).Found;

    /// <summary>What is stored before an instant, or after it, nearest first; read as far as the caller goes.</summary>
    public async IAsyncEnumerable<PlacedReading> FromAsync(
        int series, IReadOnlyDictionary<long, string?> batches, DateTime edge, bool later, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var sql = later
            ? "select at, tenths, batch from coldchain.reading where series = $1 and at > $2 order by at limit $3"
            : "select at, tenths, batch from coldchain.reading where series = $1 and at < $2 order by at desc limit $3";
        for (var look = batches.Count == 0 ? 0 : FirstLook; look > 0; look *= 4)
        {
            var part = await ReadAsync(_turn.Command(sql, series, edge, look), batches, cancel);
            foreach (var reading in part.Found) yield return reading;
            if (part.Rows < look) break;
            edge = part.Last;
        }
    }

    /// <summary>Stores a batch, unless it is stored already. All of it or nothing.</summary>
    /// <returns>Its number.</returns>
    public async Task<long> StoreAsync(int series, string sha256, string? location, IReadOnlyList<Reading> readings, CancellationToken cancel)
    {
        await _partitions.EnsureAsync(readings.Select(r => r.At), cancel);
        await using var transaction = await _turn.Connection.BeginTransactionAsync(cancel);
        await using var note = _turn.Command(
            "insert into coldchain.batch (series, sha256, location, first, last) values ($1, $2, $3, $4, $5) on conflict (series, sha256) do nothing returning id",
            series, Convert.FromHexString(sha256), (object?)location ?? DBNull.Value, readings[0].At, readings[^1].At);
        if (await note.ExecuteScalarAsync(cancel) is not long batch)
        {
            // Left behind by a crash: its readings are there. It begins anew, and where it was may be known better now.
            await using var again = _turn.Command("update coldchain.batch set stored_at = now(), location = $3 where series = $1 and sha256 = $2 returning id",
                series, Convert.FromHexString(sha256), (object?)location ?? DBNull.Value);
            batch = (long)(await again.ExecuteScalarAsync(cancel))!;
        }
        else await CopyAsync(series, batch, readings, cancel);
        await transaction.CommitAsync(cancel);
        return batch;
    }

    /// <summary>Takes a batch away again that no event names.</summary>
    public async Task DropAsync(long batch, CancellationToken cancel)
    {
        await using var command = _turn.Command(
            """
            with gone as (delete from coldchain.batch where id = $1 returning id, series, first, last)
            delete from coldchain.reading r using gone g where r.series = g.series and r.at between g.first and g.last and r.batch = g.id
            """, batch);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _turn.DisposeAsync();

    private async Task CopyAsync(int series, long batch, IReadOnlyList<Reading> readings, CancellationToken cancel)
    {
        await using var copy = await _turn.Connection.BeginBinaryImportAsync("copy coldchain.reading (at, batch, series, tenths, value, uom) from stdin (format binary)", cancel);
        foreach (var reading in readings)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(reading.At, NpgsqlDbType.TimestampTz, cancel);
            await copy.WriteAsync(batch, NpgsqlDbType.Bigint, cancel);
            await copy.WriteAsync(series, NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(reading.Tenths, NpgsqlDbType.Smallint, cancel);
            await copy.WriteAsync(reading.Value, NpgsqlDbType.Numeric, cancel);
            await copy.WriteAsync(reading.Unit.Code(), NpgsqlDbType.Text, cancel);
        }
        await copy.CompleteAsync(cancel);
    }

    // Of two at one instant, which only a crash could leave, one counts.
    private static async Task<(List<PlacedReading> Found, int Rows, DateTime Last)> ReadAsync(NpgsqlCommand command, IReadOnlyDictionary<long, string?> batches, CancellationToken cancel)
    {
        await using var _ = command;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (found, rows, last) = (new List<PlacedReading>(), 0, default(DateTime));
        while (await reader.ReadAsync(cancel))
        {
            (rows, last) = (rows + 1, reader.GetDateTime(0));
            if (batches.TryGetValue(reader.GetInt64(2), out var location) && (found.Count == 0 || found[^1].At != last)) found.Add(new(last, reader.GetInt16(1), location));
        }
        return (found, rows, last);
    }
}
