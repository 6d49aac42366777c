using Lotmark.Ledger.Lots;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Serials;

/// <summary>
/// Keeps serial numbers. A batch is written whole before its event is: a crash between the two leaves numbers that no event names, which
/// count as not issued and which the next issue for the lot takes up again or clears away. An event without its numbers can't come to be.
/// </summary>
public sealed class SerialStore(NpgsqlDataSource database) : IDisposable
{
    private readonly LotTurns _turns = new(database, "serials", places: 4);

    /// <inheritdoc />
    public void Dispose() => _turns.Dispose();

    /// <summary>Lets one at a time issue serial numbers for a lot.</summary>
    public async Task<OpenSerials> OpenAsync(string lot, CancellationToken cancel)
    {
        var turn = await _turns.EnterAsync(lot, cancel);
        try
        {
            return await OpenSerials.BeginAsync(turn, lot, cancel);
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Which batch a serial number of a lot is of; null when the lot has no such number.</summary>
    public async Task<KnownSerial?> FindAsync(string lot, string serial, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select l.id, encode(b.sha256, 'hex') from serials.lot l
            join serials.serial s on s.lot = l.id and s.serial = $2 join serials.batch b on b.id = s.batch where l.lot = $1
            """);
        command.Parameters.Add(new() { Value = lot });
        command.Parameters.Add(new() { Value = serial });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new(reader.GetInt32(0), reader.GetString(1)) : null;
    }

    /// <summary>Some serial numbers of a batch in order: those after one of them, at most so many.</summary>
    public async Task<List<string>> AfterAsync(StoredBatch batch, string after, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select serial from serials.serial where lot = $1 and batch = $2 and serial > $3 order by serial limit $4");
        foreach (var value in (object[])[batch.Lot, batch.Id, after, most]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<string>(most);
        while (await reader.ReadAsync(cancel)) found.Add(reader.GetString(0));
        return found;
    }
}

/// <summary>A serial number that is stored, whether or not an event names it.</summary>
/// <param name="Lot">Number of its lot here.</param>
/// <param name="Sha256">Hash of its batch, hex.</param>
public sealed record KnownSerial(int Lot, string Sha256);

/// <summary>Serial numbers that are stored together.</summary>
/// <param name="Id">Number of the batch.</param>
/// <param name="Lot">Number of the lot here.</param>
/// <param name="Sha256">Hash of their canonical text, hex.</param>
/// <param name="Count">How many.</param>
/// <param name="RequestHash">Of the request that asked for them; null when it had no Idempotency-Key.</param>
public sealed record StoredBatch(long Id, int Lot, string Sha256, int Count, string? RequestHash);

/// <summary>The serial numbers of one lot, in one pair of hands.</summary>
public sealed class OpenSerials : IAsyncDisposable
{
    // Longer than an event can be under way.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    private readonly LotTurn _turn;
    private readonly int _lot;

    private OpenSerials(LotTurn turn, int lot) => (_turn, _lot) = (turn, lot);

    internal static async Task<OpenSerials> BeginAsync(LotTurn turn, string lot, CancellationToken cancel)
    {
        await using var number = turn.Command(
            """
            with begun as (insert into serials.lot (lot) select $1 where not exists (select from serials.lot where lot = $1) on conflict do nothing returning id)
            select id from begun union all select id from serials.lot where lot = $1 limit 1
            """, lot);
        return new(turn, (int)(await number.ExecuteScalarAsync(cancel))!);
    }

    /// <summary>The batch that a request asked for before; null when there is none.</summary>
    public Task<StoredBatch?> OfRequestAsync(string request, CancellationToken cancel) => FindAsync("request = $2", request, cancel);

    /// <summary>The batch of exactly these serial numbers; null when there is none.</summary>
    public Task<StoredBatch?> OfHashAsync(string sha256, CancellationToken cancel) => FindAsync("sha256 = $2", Convert.FromHexString(sha256), cancel);

    /// <summary>Clears away what a crash left behind.</summary>
    /// <param name="recorded">Hashes of batches that an event names, even if it was declared wrong since.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task ClearAsync(IReadOnlyCollection<string> recorded, CancellationToken cancel)
    {
        var abandoned = new List<long>();
        await using (var command = _turn.Command("select id, encode(sha256, 'hex') from serials.batch where lot = $1 and stored_at < now() - $2", _lot, Abandoned))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
                if (!recorded.Contains(reader.GetString(1))) abandoned.Add(reader.GetInt64(0));
        foreach (var batch in abandoned) await DropAsync(batch, cancel);
    }

    /// <summary>Those of some serial numbers that the lot has already, at most ten.</summary>
    public async Task<List<string>> KnownAmongAsync(string[] serials, CancellationToken cancel)
    {
        await using var command = _turn.Command("select serial from serials.serial where lot = $1 and serial = any($2) order by serial limit 10", _lot, serials);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var known = new List<string>();
        while (await reader.ReadAsync(cancel)) known.Add(reader.GetString(0));
        return known;
    }

    /// <summary>Stores a batch: all of it or nothing. None of it may be there before.</summary>
    public async Task<StoredBatch> StoreAsync(string sha256, string[] serials, string? request, string? requestHash, CancellationToken cancel)
    {
        await using var transaction = await _turn.Connection.BeginTransactionAsync(cancel);
        await using var note = _turn.Command("insert into serials.batch (lot, sha256, count, request, request_hash) values ($1, $2, $3, $4, $5) returning id",
            _lot, Convert.FromHexString(sha256), serials.Length, (object?)request ?? DBNull.Value, (object?)requestHash ?? DBNull.Value);
        var batch = (long)(await note.ExecuteScalarAsync(cancel))!;
        await using (var copy = await _turn.Connection.BeginBinaryImportAsync("copy serials.serial (lot, serial, batch) from stdin (format binary)", cancel))
        {
            foreach (var serial in serials)
            {
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(_lot, NpgsqlDbType.Integer, cancel);
                await copy.WriteAsync(serial, NpgsqlDbType.Text, cancel);
                await copy.WriteAsync(batch, NpgsqlDbType.Bigint, cancel);
            }
            await copy.CompleteAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return new(batch, _lot, sha256, serials.Length, requestHash);
    }

    /// <summary>A batch that a crash left behind begins anew, for whoever asks for it now.</summary>
    public async Task<StoredBatch> TakeUpAsync(StoredBatch batch, string? request, string? requestHash, CancellationToken cancel)
    {
        await using var command = _turn.Command("update serials.batch set stored_at = now(), request = $2, request_hash = $3 where id = $1",
            batch.Id, (object?)request ?? DBNull.Value, (object?)requestHash ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(cancel);
        return batch with { RequestHash = requestHash };
    }

    /// <summary>Takes a batch away again that no event names.</summary>
    public async Task DropAsync(long batch, CancellationToken cancel)
    {
        await using var command = _turn.Command(
            "with gone as (delete from serials.batch where id = $2 returning id) delete from serials.serial s using gone g where s.lot = $1 and s.batch = g.id", _lot, batch);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _turn.DisposeAsync();

    private async Task<StoredBatch?> FindAsync(string by, object value, CancellationToken cancel)
    {
        await using var command = _turn.Command($"select id, encode(sha256, 'hex'), count, request_hash from serials.batch where lot = $1 and {by}", _lot, value);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetInt64(0), _lot, reader.GetString(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetString(3))
            : null;
    }
}
