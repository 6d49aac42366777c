using System.Text.Json;
using Lotmark.Ledger.Identifiers;
using Npgsql;

namespace Lotmark.Ledger.Lots;

/// <summary>Reads what was recorded about lots, straight from their events.</summary>
public sealed class LotReader(NpgsqlDataSource database, IEnumerable<LotFactType> kinds)
{
    private readonly Dictionary<string, Type> _kinds = kinds.ToDictionary(k => k.Name, k => k.Type);

    /// <summary>The lot as it is; null when it was never registered.</summary>
    public async Task<Lot?> FindAsync(LotKey lot, CancellationToken cancel) => (await HistoryAsync(lot, cancel)).Lot;

    /// <summary>All that was recorded about a lot.</summary>
    public async Task<LotHistory> HistoryAsync(LotKey lot, CancellationToken cancel) => (await HistoriesAsync([lot.Path], cancel))[lot.Path];

    /// <summary>All that was recorded about several lots, each by its name.</summary>
    public async Task<Dictionary<string, LotHistory>> HistoriesAsync(IReadOnlyCollection<string> lots, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Asking(lots));
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        return await ReadAsync(lots, reader, cancel);
    }

    /// <summary>Asks for all that was recorded about lots, as a part of a batch.</summary>
    public static NpgsqlBatchCommand Asking(IReadOnlyCollection<string> lots)
    {
        // Pages and most commands ask for one: a tenth of a first view lies between the two.
        if (lots.Count == 1)
        {
            const string one = "select stream_id, version, type, timestamp, data::text from lotmark.mt_events where stream_id = $1 order by version";
            return new(one) { Parameters = { new NpgsqlParameter<string> { TypedValue = lots.First() } } };
        }
        // Lot by lot: for many names at once the planner would rather read all there is.
        const string many = """
            select e.stream_id, e.version, e.type, e.timestamp, e.data::text from unnest($1) as wanted(lot) cross join lateral (
                select stream_id, version, type, timestamp, data from lotmark.mt_events where stream_id = wanted.lot order by version) e
            """;
        return new(many) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = lots as string[] ?? [.. lots] } } };
    }

    /// <summary>Reads the answer to <see cref="Asking"/>.</summary>
    public async Task<Dictionary<string, LotHistory>> ReadAsync(IReadOnlyCollection<string> lots, NpgsqlDataReader reader, CancellationToken cancel)
    {
        var facts = new Dictionary<string, List<RecordedFact>>();
        while (await reader.ReadAsync(cancel))
        {
            var lot = reader.GetString(0);
            if (!facts.TryGetValue(lot, out var earlier)) facts.Add(lot, earlier = []);
            var place = new FactPlace((int)reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(3));
            earlier.Add(new(place, Read(reader.GetString(2), reader.GetFieldValue<byte[]>(4), earlier)));
        }
        return lots.ToDictionary(lot => lot, lot => facts.TryGetValue(lot, out var recorded) ? LotHistory.Of(lot, recorded) : LotHistory.Empty(lot));
    }

    private ILotFact Read(string kind, byte[] json, List<RecordedFact> earlier)
    {
        if (!_kinds.TryGetValue(kind, out var type)) throw new InvalidOperationException($"Events of the kind {kind} are unknown to this version.");
        var fact = (ILotFact)JsonSerializer.Deserialize(json, type, LotJson.Stored)!;
        return fact is LotCorrected correction ? correction.Read(earlier[correction.Event - 1].Fact.GetType(), LotJson.Stored) : fact;
    }
}
