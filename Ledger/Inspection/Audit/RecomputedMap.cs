using Lotmark.Contracts.Freshness;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The lot map made anew from the leaves, in a temporary table: it needs no memory of its own, and is gone with the connection.</summary>
internal sealed class RecomputedMap : IAsyncDisposable
{
    // Nobody tidies temporary tables but who made them.
    private const int WritesBetweenVacuums = 200_000;

    private readonly NpgsqlConnection _connection;
    private int _writes;

    private RecomputedMap(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Number of lots.</summary>
    public long Lots { get; private set; }

    public static async Task<RecomputedMap> CreateAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        await using var create = new NpgsqlCommand("""
            set temp_buffers = '64MB';
            drop table if exists pg_temp.audited_map;
            create temporary table audited_map (prefix text primary key, content bytea not null) with (fillfactor = 50);
            alter table pg_temp.audited_map alter column content set storage plain;
            """, connection);
        await create.ExecuteNonQueryAsync(cancel);
        return new(connection);
    }

    /// <summary>Sets the newest leaves of lots.</summary>
    public async Task SetAsync(IEnumerable<LotMapLeaf> newest, CancellationToken cancel)
    {
        var change = await PagedLotMap.SetAsync(newest, prefixes => LoadAsync(prefixes, cancel));
        await using var command = new NpgsqlCommand("""
            insert into pg_temp.audited_map select * from unnest(@prefix, @content) on conflict (prefix) do update set content = excluded.content
            """, _connection);
        command.Parameters.AddWithValue("prefix", change.Pages.Keys.ToArray());
        command.Parameters.AddWithValue("content", change.Pages.Values.Select(p => p.ToBytes()).ToArray());
        await command.ExecuteNonQueryAsync(cancel);
        Lots += change.Added;
        if ((_writes += change.Pages.Count) < WritesBetweenVacuums) return;
        _writes = 0;
        await using var vacuum = new NpgsqlCommand("vacuum pg_temp.audited_map", _connection);
        await vacuum.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The root at this moment.</summary>
    public Task<byte[]> RootAsync(CancellationToken cancel) => PagedLotMap.RootAsync(prefixes => LoadAsync(prefixes, cancel));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<IReadOnlyDictionary<string, LotMapPage>> LoadAsync(IReadOnlyCollection<string> prefixes, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select prefix, content from pg_temp.audited_map where prefix = any(@prefixes)", _connection);
        command.Parameters.AddWithValue("prefixes", prefixes.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var pages = new Dictionary<string, LotMapPage>();
        while (await reader.ReadAsync(cancel)) pages[reader.GetString(0)] = LotMapPage.Parse(reader.GetFieldValue<byte[]>(1));
        return pages;
    }
}
