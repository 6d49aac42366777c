using Lotmark.Contracts.Freshness;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>The lot map made anew from the leaves, in a temporary table: it needs no memory of its own, and is gone with the connection.</summary>
internal sealed class RecomputedMap : IAsyncDisposable
{
    // Nobody tidies temporary tables but who made them.
    private const int WritesBetweenVacuums = 200_000;

    private const string Table = "pg_temp.audited_map";
    private const int Now = 0; // one state of it is enough

    private readonly NpgsqlConnection _connection;
    private readonly LotMapTable _pages;
    private int _writes;

    private RecomputedMap(NpgsqlConnection connection) => (_connection, _pages) = (connection, new(connection.CreateCommand, Table));

    /// <summary>Number of lots.</summary>
    public long Lots { get; private set; }

    public static async Task<RecomputedMap> CreateAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        await using var create = new NpgsqlCommand($"""
            create temporary table audited_map (prefix text collate "C", epoch integer, content bytea not null, primary key (prefix, epoch)) with (fillfactor = 50);
            alter table {Table} alter column content set storage plain
            """, connection);
        await create.ExecuteNonQueryAsync(cancel);
        return new(connection);
    }

    /// <summary>Sets the newest leaves of lots.</summary>
    public async Task SetAsync(IEnumerable<LotMapLeaf> newest, CancellationToken cancel)
    {
        var change = await PagedLotMap.SetAsync(newest, _pages.At(Now, cancel));
        await _pages.SaveAsync(change.Pages, Now, cancel);
        Lots += change.Added;
        if ((_writes += change.Pages.Count) < WritesBetweenVacuums) return;
        _writes = 0;
        await using var vacuum = new NpgsqlCommand($"vacuum {Table}", _connection);
        await vacuum.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The root at this moment.</summary>
    public Task<byte[]> RootAsync(CancellationToken cancel) => PagedLotMap.RootAsync(_pages.At(Now, cancel));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
