using Lotmark.Contracts.Freshness;
using Npgsql;

namespace Lotmark.Ledger.Log;

/// <summary>The pages of the lot map in a table, each under the epochs that changed it.</summary>
internal sealed class LotMapTable(Func<NpgsqlCommand> command, string table = LotMapTable.Kept)
{
    /// <summary>The table of the log.</summary>
    public const string Kept = "log.map_page";

    /// <summary>The pages as they were at an epoch.</summary>
    public LoadPages At(int epoch, CancellationToken cancel) => async prefixes =>
    {
        await using var read = command();
        read.CommandText = $"""
            select p.prefix, p.content from unnest(@prefixes) as wanted(prefix)
            cross join lateral (select prefix, content from {table} where prefix = wanted.prefix and epoch <= @epoch order by epoch desc limit 1) p
            """;
        read.Parameters.AddWithValue("prefixes", prefixes.ToArray());
        read.Parameters.AddWithValue("epoch", epoch);
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var pages = new Dictionary<string, LotMapPage>();
        while (await reader.ReadAsync(cancel)) pages.Add(reader.GetString(0), LotMapPage.Parse(reader.GetFieldValue<byte[]>(1)));
        return pages;
    };

    /// <summary>Stores the pages that an epoch changed.</summary>
    public async Task SaveAsync(IReadOnlyDictionary<string, LotMapPage> pages, int epoch, CancellationToken cancel)
    {
        await using var save = command();
        save.CommandText = $"""
            insert into {table} (prefix, epoch, content) select prefix, @epoch, content from unnest(@prefixes, @contents) as p(prefix, content)
            on conflict (prefix, epoch) do update set content = excluded.content
            """;
        save.Parameters.AddWithValue("epoch", epoch);
        save.Parameters.AddWithValue("prefixes", pages.Keys.ToArray());
        save.Parameters.AddWithValue("contents", pages.Values.Select(p => p.ToBytes()).ToArray());
        await save.ExecuteNonQueryAsync(cancel);
    }
}
