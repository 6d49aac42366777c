using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>A checkpoint that stands on a chain.</summary>
public sealed record Anchor(
    long Size, string Root, long ChainId, string Contract, string Transaction, long Block, AnchorState State, DateTime? MinedAt, DateTime? FinalAt, long Depth, string? Predecessor);

/// <summary>Reads what is anchored.</summary>
public sealed class AnchorReader(NpgsqlDataSource database, ChainSettings chain) : IAnchors
{
    private IReadOnlyList<string>? _publicRpcUrls; // pages name them each time, and the settings would read them anew

    private const string Columns = """
        select size, root, chain_id, contract, hash, block_number, state, mined_at, final_at, greatest(0, coalesce(latest_block - block_number + 1, 0)), predecessor
        from anchoring.transaction left join anchoring.contract using (chain_id, contract)
        where chain_id = $1 and contract = $2
        """;

    private const string Standing = $"{Columns} and state in ('mined', 'confirmed', 'final')"; // as the index has it

    // The newest of each state holds whatever an older one does.
    private const string Best = $"""
        select best.* from unnest(array['final', 'confirmed', 'mined']) with ordinality as wanted(state, rank)
        cross join lateral ({Standing} and state = wanted.state order by size desc limit 1) best order by rank
        """;

    /// <summary>The best anchor of a tree that holds this leaf: final before confirmed before mined, then the newest; null if none.</summary>
    public async Task<Anchor?> CoveringAsync(long leafIndex, CancellationToken cancel) => (await ReadAsync(Best, [], cancel)).Find(a => a.Size > leafIndex);

    /// <summary>Asks for the newest anchor of each state, the best first, as a part of a batch.</summary>
    public NpgsqlBatchCommand AskingBest() => new(Best) { Parameters = { new() { Value = chain.ChainId }, new() { Value = chain.Contract } } };

    /// <summary>What is anchored, newest first.</summary>
    public Task<List<Anchor>> NewestAsync(int count, CancellationToken cancel) => ReadAsync($"{Standing} order by size desc limit $3", [count], cancel);

    /// <summary>Nodes that a reader may ask, whether anything is anchored yet or not.</summary>
    public IReadOnlyList<string> PublicRpcUrls => _publicRpcUrls ??= chain.PublicRpcUrls;

    /// <summary>How an anchor is told to the outside.</summary>
    public AnchorReference Reference(Anchor anchor) => new(
        anchor.Size, anchor.Root, anchor.ChainId, anchor.Contract, anchor.Transaction, anchor.Block, anchor.State.ToString().ToLowerInvariant(), chain.PublicRpcUrls);

    async Task<AnchorReference?> IAnchors.CoveringAsync(long leafIndex, CancellationToken cancel) =>
        await CoveringAsync(leafIndex, cancel) is { } anchor ? Reference(anchor) : null;

    private async Task<List<Anchor>> ReadAsync(string sql, object[] more, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in (object[])[chain.ChainId, chain.Contract, .. more]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await ReadAsync(reader, cancel);
    }

    /// <summary>Reads anchors, such as the answer to <see cref="AskingBest"/>.</summary>
    public static async Task<List<Anchor>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var anchors = new List<Anchor>();
        while (await reader.ReadAsync(cancel))
        {
            anchors.Add(new(
                reader.GetInt64(0), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)), reader.GetInt64(2), reader.GetString(3),
                "0x" + Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4)), reader.GetInt64(5), Enum.Parse<AnchorState>(reader.GetString(6), ignoreCase: true),
                reader.IsDBNull(7) ? null : reader.GetDateTime(7), reader.IsDBNull(8) ? null : reader.GetDateTime(8), reader.GetInt64(9), reader.IsDBNull(10) ? null : reader.GetString(10)));
        }
        return anchors;
    }
}
