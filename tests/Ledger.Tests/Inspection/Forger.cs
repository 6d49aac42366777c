using System.Text.Json;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>An operator who rewrites history and does it well: with the log's own key, down to the last tile.</summary>
public static class Forger
{
    public static Task<string> OriginAsync(LedgerCopy copy) => copy.ReadAsync<string>("select origin from log.state");

    public static async Task<LogForger> SignerAsync(LedgerCopy copy, string dataDirectory) =>
        new(await OriginAsync(copy), Convert.FromBase64String((await File.ReadAllTextAsync(Path.Combine(dataDirectory, "log.key"))).Trim()));

    /// <summary>Makes the log anew from the events as they are now: leaves, epochs, tiles, and every checkpoint.</summary>
    public static async Task RebuildAsync(LedgerCopy copy, string dataDirectory)
    {
        var signer = await SignerAsync(copy, dataDirectory);
        var checkpoints = await SizesAsync(copy);
        var (tree, map, last) = (TileTree.Empty(), new LotMap(), new Dictionary<string, byte[]>());
        foreach (var (index, lot, version, type, recordedAt, data) in await LeavesAsync(copy))
        {
            var content = data ?? JsonSerializer.Serialize(new { lots = map.Count, mapRoot = Convert.ToHexStringLower(map.Root) });
            var bytes = LeafEntry.Build(lot, version, type, recordedAt, content, last.GetValueOrDefault(lot));
            var hash = MerkleTree.LeafHash(bytes);
            last[lot] = hash;
            if (data is not null) map.Set(LotMapHash.Key(lot), hash);
            tree.Append(hash);
            await copy.ExecuteAsync("update log.leaf set bytes = @bytes, hash = @hash where index = @index", ("bytes", bytes), ("hash", hash), ("index", index));
            if (!checkpoints.Contains(tree.Size)) continue;
            await copy.ExecuteAsync("update log.checkpoint set root = @root, note = @note where size = @size",
                ("root", tree.Root()), ("note", signer.Sign(new(signer.Origin, tree.Size, tree.Root()))), ("size", tree.Size));
        }
        foreach (var tile in tree.TakeChanged())
            await copy.ExecuteAsync("update log.tile set hashes = @hashes where level = @level and index = @index", ("hashes", tile.Hashes), ("level", tile.Id.Level), ("index", tile.Id.Index));
    }

    /// <summary>Takes the newest checkpoint back, with all that it added, as if it had never been.</summary>
    public static async Task TruncateAsync(LedgerCopy copy)
    {
        var size = await copy.ReadAsync<long>("select size from log.checkpoint order by size desc offset 1 limit 1");
        await copy.ExecuteAsync("""
            delete from lotmark.mt_events e using log.leaf l where l.event_id = e.id and l.index >= @size;
            delete from log.leaf where index >= @size;
            delete from log.checkpoint where size > @size;
            update log.state set size = @size;
            delete from log.tile where index * 256 >= @size >> (8 * level);
            update log.tile set hashes = substring(hashes for 32 * least(256, (@size >> (8 * level)) - 256 * index)::int)
            """, ("size", size));
    }

    private static async Task<HashSet<long>> SizesAsync(LedgerCopy copy)
    {
        await using var command = copy.Database.CreateCommand("select size from log.checkpoint where size > 0");
        await using var reader = await command.ExecuteReaderAsync();
        var sizes = new HashSet<long>();
        while (await reader.ReadAsync()) sizes.Add(reader.GetInt64(0));
        return sizes;
    }

    private static async Task<List<(long Index, string Lot, int Version, string Type, DateTime RecordedAt, string? Data)>> LeavesAsync(LedgerCopy copy)
    {
        await using var command = copy.Database.CreateCommand("""
            select l.index, l.lot, l.version, coalesce(e.type, 'epoch'), coalesce(e.timestamp, (convert_from(l.bytes, 'UTF8')::jsonb ->> 'recordedAt')::timestamptz), e.data::text
            from log.leaf l left join lotmark.mt_events e on e.id = l.event_id order by l.index
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var leaves = new List<(long, string, int, string, DateTime, string?)>();
        while (await reader.ReadAsync())
            leaves.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetDateTime(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
        return leaves;
    }
}

/// <summary>Whoever has the key signs what they want.</summary>
public sealed class LogForger(string origin, byte[] seed)
{
    public string Origin => origin;

    public string Sign(Checkpoint checkpoint) => new NoteSigner(origin, seed).Sign(checkpoint.Text);
}
