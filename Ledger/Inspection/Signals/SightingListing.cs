using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>
/// Keeps the sightings in step with the log. It follows the leaves, which have no gaps, and reads again the whole of each lot of which something was
/// recorded that may tell of one: corrections, and batches of readings that overlap, take sightings away as well.
/// </summary>
public sealed class SightingListing(NpgsqlDataSource database, LotReader lots, SightingStore store, ILogger<SightingListing> logger) : SteadyWork(logger, "The inbox of inspectors is not kept up")
{
    private const int LeavesAtOnce = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // What may tell of a sighting, or that there was none. A registration that was corrected changes the limits that handovers are held against.
    private static readonly string[] Telling = ["problem_reported", "temperatures_recorded", "lot_received", "lot_shipped", "lot_corrected"];

    /// <inheritdoc />
    // The row of progress is locked: of several processes one reads, and takes over where another died.
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var progress = new NpgsqlCommand("select leaves from inspection.sighted for update skip locked", connection);
        if (await progress.ExecuteScalarAsync(cancel) is not long from) return Pause;

        var (telling, products, count) = (new HashSet<string>(), new Dictionary<string, DateOnly>(), 0);
        await using (var next = new NpgsqlCommand("""
            select l.lot, e.version, e.type, e.timestamp from log.leaf l left join lotmark.mt_events e on e.stream_id = l.lot and e.version = l.version and l.event_id is not null
            where l.index >= @from and l.index < @from + @count order by l.index
            """, connection))
        {
            next.Parameters.AddWithValue("from", from);
            next.Parameters.AddWithValue("count", (long)LeavesAtOnce);
            await using var reader = await next.ExecuteReaderAsync(cancel);
            for (; await reader.ReadAsync(cancel); count++)
            {
                if (reader.IsDBNull(1)) continue;
                var lot = reader.GetString(0);
                if (reader.GetInt64(1) == 1) products.TryAdd(lot.Split('/')[1], ImportingCountryDay.Of(reader.GetFieldValue<DateTimeOffset>(3)));
                if (Telling.Contains(reader.GetString(2))) telling.Add(lot);
            }
        }
        if (count == 0) return Pause;

        await NoteAsync(connection, products, cancel);
        var histories = await lots.HistoriesAsync(telling, cancel);
        var seen = histories.Values.SelectMany(Sighting.Of).ToList();
        await store.WriteAsync(connection, seen, histories.Values.Select(h => h.Lot).OfType<Lot>().ToDictionary(l => l.Id, l => l.RegisteredAt), cancel);
        await ForgetAsync(connection, telling, seen, cancel);
        await using var done = new NpgsqlCommand("update inspection.sighted set leaves = @leaves", connection);
        done.Parameters.AddWithValue("leaves", from + count);
        await done.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return count == LeavesAtOnce ? TimeSpan.Zero : Pause;
    }

    private static async Task NoteAsync(NpgsqlConnection connection, Dictionary<string, DateOnly> products, CancellationToken cancel)
    {
        if (products.Count == 0) return;
        await using var command = new NpgsqlCommand("insert into inspection.product_since (gtin, since) select * from unnest(@gtin, @since) on conflict do nothing", connection);
        command.Parameters.AddWithValue("gtin", products.Keys.ToArray());
        command.Parameters.AddWithValue("since", products.Values.ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }

    // What a lot was told to have and has no longer: it was corrected, or later readings show it as another one.
    private static async Task ForgetAsync(NpgsqlConnection connection, HashSet<string> told, List<Sighting> seen, CancellationToken cancel)
    {
        if (told.Count == 0) return;
        await using var command = new NpgsqlCommand(
            "delete from inspection.sighting where lot = any(@lots) and kind <> 'copied' and not exists (select from unnest(@sources) as still(source) where still.source = sighting.source)", connection);
        command.Parameters.AddWithValue("lots", told.ToArray());
        command.Parameters.AddWithValue("sources", seen.Select(s => s.Source).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
