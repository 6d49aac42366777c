using System.Text.Json;
using Lotmark.Contracts.Freshness;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The map that each epoch leaf commits to is the map of the leaves before it.</summary>
internal sealed class EpochAgainstLeaves : IAsyncDisposable
{
    // Each may touch a page of its own, and all of these are in memory at once.
    private const int MostChanges = 2048;

    private readonly RecomputedMap _map;
    private readonly Dictionary<string, byte[]> _changes = [];

    private EpochAgainstLeaves(RecomputedMap map) => _map = map;

    /// <summary>Takes up the map as the leaves before an index give it.</summary>
    public static async Task<EpochAgainstLeaves> BeginAsync(NpgsqlDataSource database, long from, CancellationToken cancel)
    {
        var check = new EpochAgainstLeaves(await RecomputedMap.CreateAsync(database, cancel));
        if (from == 0) return check;
        await using var command = database.CreateCommand("""
            select distinct on (lot) lot, hash from log.leaf where index < @from and lot <> @epoch order by lot, version desc
            """);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.AddWithValue("epoch", EpochLeaf.Lot);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) await check.ChangeAsync(reader.GetString(0), reader.GetFieldValue<byte[]>(1), cancel);
        return check;
    }

    /// <summary>Takes the next leaf.</summary>
    public async Task TakeAsync(SettledLeaf settled, Findings findings, CancellationToken cancel)
    {
        if (settled.Leaf is not { } leaf) return; // its lot is unknown; that it is missing was told
        if (!leaf.Row.IsEpoch) await ChangeAsync(leaf.Row.Lot, settled.Hash, cancel);
        else if (Told(leaf.Row.Bytes) is var (lots, root)) await CompareAsync(leaf.Row, lots, root, findings, cancel);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _map.DisposeAsync();

    private async Task ChangeAsync(string lot, byte[] hash, CancellationToken cancel)
    {
        _changes[lot] = hash;
        if (_changes.Count >= MostChanges) await FlushAsync(cancel);
    }

    private async Task CompareAsync(LeafRow row, long lots, string root, Findings findings, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        var expected = Convert.ToHexStringLower(await _map.RootAsync(cancel));
        if (lots != _map.Lots || root != expected)
            findings.Add(new(Where.EpochMap, row.Lot, row.Version, row.Index, $"{_map.Lots} lots, mapRoot {expected}", $"{lots} lots, mapRoot {root}"));
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        if (_changes.Count == 0) return;
        await _map.SetAsync(_changes.Select(c => new LotMapLeaf(LotMapHash.Key(c.Key), c.Value)), cancel);
        _changes.Clear();
    }

    // Null when it is no epoch in form, which was told where leaf and event are compared.
    private static (long Lots, string Root)? Told(byte[] epoch)
    {
        try
        {
            using var document = JsonDocument.Parse(epoch);
            var data = document.RootElement.GetProperty("data");
            return (data.GetProperty("lots").GetInt64(), data.GetProperty("mapRoot").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
