using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>What must be true of a log whatever happened to it. Read over HTTP as strangers do, and in the database as its operator may.</summary>
public static class LogInvariants
{
    /// <summary>Waits until every event is under a checkpoint, then checks all of it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="door">A process of it that serves the API.</param>
    /// <param name="acknowledged">Names of lots whose registration was acknowledged.</param>
    /// <param name="shown">Signed checkpoints that were seen earlier.</param>
    public static async Task HoldAsync(Installation ledger, LedgerProcess door, IEnumerable<string> acknowledged, IEnumerable<string> shown)
    {
        await SettleAsync(ledger);
        var key = await KeyAsync(door);
        var newest = Open(await door.Http.GetStringAsync("/log/checkpoint"), key);
        // An epoch may be closed at any moment: checkpoints behind the one that was read are looked at another time.
        var signed = (await CheckpointsAsync(ledger)).FindAll(note => Open(note, key).Size <= newest.Size);
        Assert.Equal(newest.Size, signed.Max(c => Open(c, key).Size));

        var log = await ReadLogAsync(door, newest.Size);
        foreach (var note in signed.Concat(shown).Distinct()) Leads(Open(note, key), log);
        Consistent([.. signed.Select(note => Open(note, key))], log);
        await MatchesEventsAsync(ledger, log);
        Chains(log);
        await AcknowledgedAsync(door, acknowledged, log);
        await GoesOnAsync(ledger);
    }

    private static Task SettleAsync(Installation ledger) => Eventually.TrueAsync(async () => await ledger.QueryAsync<bool>("""
        select not exists (select from log.pending) and size = (select max(size) from log.checkpoint) from log.state
        """), "every event is in the log and under a checkpoint");

    private static async Task GoesOnAsync(Installation ledger)
    {
        await Eventually.TrueAsync(() => ledger.QueryAsync<bool>("select not exists (select from lotmark.alarm)"), "no alarm stands");
        await Eventually.TrueAsync(() => ledger.QueryAsync<bool>("""
            select (select max(size) from anchoring.transaction where state in ('mined', 'confirmed', 'final')) = (select max(size) from log.checkpoint)
            """), "the end of the log is anchored");
    }

    private static async Task<VerifierKey> KeyAsync(LedgerProcess door)
    {
        var vkey = (await door.Http.GetStringAsync("/log/key")).TrimEnd('\n');
        Assert.True(VerifierKey.TryParse(vkey, out var key));
        return key;
    }

    private static async Task<List<string>> CheckpointsAsync(Installation ledger)
    {
        await using var command = ledger.Database.CreateCommand("select note from log.checkpoint order by size");
        await using var reader = await command.ExecuteReaderAsync();
        var notes = new List<string>();
        while (await reader.ReadAsync()) notes.Add(reader.GetString(0));
        return notes;
    }

    private static Checkpoint Open(string note, VerifierKey key)
    {
        Assert.True(SignedNote.TryOpen(note, [key], out var opened), $"This is not signed with the log's key: {note}");
        Assert.True(Checkpoint.TryParse(opened.Text, out var checkpoint));
        Assert.Equal(key.Name, checkpoint.Origin);
        return checkpoint;
    }

    private static async Task<WholeLog> ReadLogAsync(LedgerProcess door, long size)
    {
        var (entries, tiles) = (new List<byte[]>(), new Dictionary<TileId, byte[]>());
        for (var (level, width) = (0, size); width > 0; level++, width /= TileId.FullWidth)
        {
            for (long index = 0; index * TileId.FullWidth < width; index++)
            {
                var hashes = (int)Math.Min(TileId.FullWidth, width - index * TileId.FullWidth);
                tiles[new(level, index)] = await door.Http.GetByteArrayAsync($"/log/{new TilePath(new(level, index), hashes, Entries: false)}");
                if (level > 0) continue;
                entries.AddRange(EntryBundle.Decode(await door.Http.GetByteArrayAsync($"/log/{new TilePath(new(0, index), hashes, Entries: true)}")));
            }
        }
        Assert.Equal(size, entries.Count);
        Assert.Equal(entries.SelectMany(e => MerkleTree.LeafHash(e)), Enumerable.Range(0, (int)((size + 255) / 256)).SelectMany(i => tiles[new(0, i)]));
        return new(entries, [.. entries.Select(e => MerkleTree.LeafHash(e))], [.. entries.Select(e => JsonNode.Parse(e)!.AsObject())], tiles);
    }

    private static void Leads(Checkpoint checkpoint, WholeLog log)
    {
        Assert.InRange(checkpoint.Size, 0, log.Hashes.Count);
        Assert.Equal(checkpoint.Root, MerkleTree.Root([.. log.Hashes.Take((int)checkpoint.Size)]));
        Assert.Equal(checkpoint.Root, TileProofs.Root(checkpoint.Size, id => log.Tiles[id]));
    }

    private static void Consistent(List<Checkpoint> checkpoints, WholeLog log)
    {
        foreach (var (older, newer) in checkpoints.Where(c => c.Size > 0).Pairs())
            Assert.True(ConsistencyProof.Verify(older.Size, newer.Size, older.Root, newer.Root, TileProofs.Consistency(older.Size, newer.Size, id => log.Tiles[id])));
    }

    // One leaf an event, at the index that the leaf's row tells; besides these there are epochs only.
    private static async Task MatchesEventsAsync(Installation ledger, WholeLog log)
    {
        await using var command = ledger.Database.CreateCommand("""
            select e.id, e.stream_id, e.version, e.type, l.index, l.bytes
            from (select * from lotmark.mt_events where stream_id <> 'mt_tombstone') e full join log.leaf l on l.event_id = e.id
            where l.lot is distinct from 'epoch'
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new HashSet<long>();
        while (await reader.ReadAsync())
        {
            Assert.False(reader.IsDBNull(0), "A leaf belongs to no event.");
            Assert.False(reader.IsDBNull(4), $"Event {reader.GetValue(2)} of {reader.GetValue(1)} has no leaf.");
            var (lot, version, type, index) = (reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4));
            var entry = log.Parsed[(int)index];
            Assert.Equal((lot, version, type), ((string)entry["lot"]!, (long)entry["version"]!, (string)entry["type"]!));
            Assert.Equal(log.Entries[(int)index], reader.GetFieldValue<byte[]>(5));
            Assert.True(indexes.Add(index), $"Two events stand at {index}.");
        }
        var epochs = log.Parsed.Index().Where(e => (string)e.Item["lot"]! == "epoch").Select(e => (long)e.Index);
        Assert.Equal(Enumerable.Range(0, log.Entries.Count).Select(i => (long)i), indexes.Union(epochs).Order());
    }

    // Within a lot (and among the epochs) versions count from 1, and each entry names the leaf before it.
    private static void Chains(WholeLog log)
    {
        var last = new Dictionary<string, (long Version, string? Hash)>();
        foreach (var (index, entry) in log.Parsed.Index())
        {
            Assert.True(CanonicalJson.IsCanonical(log.Entries[index]), $"Entry {index} is not canonical.");
            var lot = (string)entry["lot"]!;
            var (version, previous) = last.GetValueOrDefault(lot);
            Assert.Equal((version + 1, previous), ((long)entry["version"]!, (string?)entry["previous"]));
            last[lot] = (version + 1, Convert.ToHexStringLower(log.Hashes[index]));
        }
    }

    private static async Task AcknowledgedAsync(LedgerProcess door, IEnumerable<string> acknowledged, WholeLog log)
    {
        var places = log.Parsed.Index().Where(e => (string)e.Item["type"]! == "lot_registered").ToDictionary(e => (string)e.Item["lot"]!, e => e.Index);
        using var inspector = door.As("inspector");
        foreach (var lot in acknowledged)
        {
            Assert.True(places.TryGetValue(lot, out var index), $"{lot} was acknowledged and is not in the log.");
            if (index % 16 != 0) continue; // the log says it of all; the API is asked of some
            var parts = lot.Split('/');
            using var answer = await inspector.GetAsync($"/api/lots/{parts[1]}/{parts[3]}/history");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var first = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["events"]![0]!;
            Assert.Equal((index, Convert.ToHexStringLower(log.Hashes[index])), ((int)first["leaf"]!["index"]!, (string)first["leaf"]!["hash"]!));
        }
    }

    private sealed record WholeLog(List<byte[]> Entries, List<byte[]> Hashes, List<JsonObject> Parsed, Dictionary<TileId, byte[]> Tiles);

    private static IEnumerable<(T, T)> Pairs<T>(this IEnumerable<T> items) => items.ToList() is var list ? list.Zip(list.Skip(1)) : [];
}
