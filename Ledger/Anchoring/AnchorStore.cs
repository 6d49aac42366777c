using System.Numerics;
using Lotmark.Contracts.Chain;
using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>The anchoring transactions, as durable as the events: what is sent was committed here before.</summary>
public sealed class AnchorStore(NpgsqlDataSource database, ChainSettings chain)
{
    private const string Columns = """
        select id, nonce, size, root, previous_size, raw, hash, tip, max_fee, gas_limit, state, waiting_from, prepared_at, block_number, block_hash
        from anchoring.transaction
        """;

    private const string OfContract = "chain_id = @chain and contract = @contract";

    /// <summary>Takes over what was signed before senders were noted.</summary>
    public Task AdoptAsync(string sender, CancellationToken cancel) =>
        ExecuteAsync($"update anchoring.transaction set sender = @sender where sender is null and {OfContract}", cancel, ("sender", sender));

    /// <summary>All transactions of a sender under the nonces whose fate is open, lowest nonce first, then by age.</summary>
    public Task<List<AnchorTransaction>> WatchedAsync(string sender, CancellationToken cancel) => ReadAsync($"""
        {Columns} t where chain_id = @chain and sender = @sender and exists (
            select from anchoring.transaction o where o.chain_id = t.chain_id and o.sender = t.sender and o.nonce = t.nonce
            and o.state in ('prepared', 'sent', 'mined', 'confirmed'))
        order by nonce, id
        """, cancel, ("sender", sender));

    /// <summary>The newest final anchors of the contract, largest tree first.</summary>
    public Task<List<AnchorTransaction>> FinalAsync(int count, CancellationToken cancel) =>
        ReadAsync($"{Columns} where {OfContract} and state = 'final' order by size desc limit @count", cancel, ("count", count));

    /// <summary>The newest attempt to anchor that came to something, be it a refusal; null if none.</summary>
    public async Task<AnchorTransaction?> NewestAttemptAsync(CancellationToken cancel) =>
        (await ReadAsync($"{Columns} where {OfContract} and state <> 'lost' order by id desc limit 1", cancel)).FirstOrDefault();

    /// <summary>Whether, in the last day, a nonce was used up by a transaction that is none of ours.</summary>
    public async Task<bool> NonceWasTakenAsync(string sender, CancellationToken cancel)
    {
        await using var command = Command(
            "select exists (select from anchoring.transaction where chain_id = @chain and sender = @sender and state = 'lost' and error = @taken and ended_at > now() - interval '1 day')",
            ("sender", sender), ("taken", AnchorErrors.NonceTaken));
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Number of transactions of the contract in each state.</summary>
    public async Task<Dictionary<string, long>> CountsAsync(CancellationToken cancel)
    {
        await using var command = Command($"select state, count(*) from anchoring.transaction where {OfContract} group by state");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var counts = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancel)) counts[reader.GetString(0)] = reader.GetInt64(1);
        return counts;
    }

    /// <summary>Size of the newest final anchor and when it was first seen final; null if none.</summary>
    public async Task<(long Size, DateTime At)?> NewestFinalAsync(CancellationToken cancel)
    {
        await using var command = Command($"select size, final_at from anchoring.transaction where {OfContract} and state = 'final' order by size desc limit 1");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetDateTime(1)) : null;
    }

    /// <summary>Commits a signed transaction, before anybody may see it.</summary>
    public async Task<AnchorTransaction> AddAsync(string sender, Extension extension, long previousSize, PreparedAnchor prepared, long latestBlock, CancellationToken cancel) =>
        (await ReadAsync("""
            insert into anchoring.transaction (chain_id, contract, sender, nonce, size, root, previous_size, raw, hash, tip, max_fee, gas_limit, waiting_from, state)
            values (@chain, @contract, @sender, @nonce, @size, @root, @previous, @raw, @hash, @tip, @max_fee, @gas_limit, @block, 'prepared')
            returning id, nonce, size, root, previous_size, raw, hash, tip, max_fee, gas_limit, state, waiting_from, prepared_at, block_number, block_hash
            """, cancel,
            ("sender", sender), ("nonce", prepared.Nonce), ("size", extension.Size), ("root", extension.Root), ("previous", previousSize), ("raw", prepared.Raw),
            ("hash", prepared.Hash), ("tip", prepared.Fees.Tip), ("max_fee", prepared.Fees.MaxFee), ("gas_limit", prepared.GasLimit), ("block", latestBlock)))[0];

    /// <summary>A node took it.</summary>
    public Task MarkSentAsync(long id, CancellationToken cancel) => ExecuteAsync(
        "update anchoring.transaction set state = 'sent', sent_at = coalesce(sent_at, now()) where id = @id and state in ('prepared', 'sent')", cancel, ("id", id));

    /// <summary>The block that held it is gone: it waits again, from here on.</summary>
    public Task MarkWaitingAsync(long id, long latestBlock, CancellationToken cancel) => ExecuteAsync("""
        update anchoring.transaction set state = 'sent', block_number = null, block_hash = null, mined_at = null, final_at = null, waiting_from = @block
        where id = @id
        """, cancel, ("id", id), ("block", latestBlock));

    /// <summary>A block has it.</summary>
    public Task MarkInBlockAsync(long id, AnchorState state, AnchorReceipt receipt, CancellationToken cancel) => ExecuteAsync("""
        update anchoring.transaction set state = @state, block_number = @number, block_hash = @hash, mined_at = coalesce(mined_at, now()),
            final_at = case when @state = 'final' then now() end, ended_at = null, error = null
        where id = @id
        """, cancel, ("id", id), ("state", Name(state)), ("number", receipt.BlockNumber), ("hash", receipt.BlockHash));

    /// <summary>It won't come to anything.</summary>
    public Task MarkEndedAsync(long id, AnchorState state, string error, CancellationToken cancel) => ExecuteAsync(
        "update anchoring.transaction set state = @state, error = @error, ended_at = now(), final_at = null where id = @id", cancel, ("id", id), ("state", Name(state)), ("error", error));

    /// <summary>The chain does not know any anchor of the contract.</summary>
    public Task ForgetAllAsync(CancellationToken cancel) => ExecuteAsync(
        $"update anchoring.transaction set state = 'lost', error = @error, ended_at = now(), final_at = null where {OfContract} and state not in ('reverted', 'replaced', 'lost')",
        cancel, ("error", AnchorErrors.ChainForgot));

    /// <summary>Notes what everybody may know of the contract.</summary>
    public Task SawAsync(string? predecessor, long latestBlock, CancellationToken cancel) => ExecuteAsync("""
        insert into anchoring.contract as c (chain_id, contract, predecessor, latest_block) values (@chain, @contract, @predecessor, @block)
        on conflict (chain_id, contract) do update set predecessor = excluded.predecessor, latest_block = excluded.latest_block
        where (c.predecessor, c.latest_block) is distinct from (excluded.predecessor, excluded.latest_block)
        """, cancel, ("predecessor", (object?)predecessor ?? DBNull.Value), ("block", latestBlock));

    private static string Name(AnchorState state) => state.ToString().ToLowerInvariant();

    private async Task<List<AnchorTransaction>> ReadAsync(string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<AnchorTransaction>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetInt64(4), reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6),
                new(reader.GetFieldValue<BigInteger>(7), reader.GetFieldValue<BigInteger>(8)), reader.GetInt64(9), Enum.Parse<AnchorState>(reader.GetString(10), ignoreCase: true),
                reader.GetInt64(11), reader.GetDateTime(12), reader.IsDBNull(13) ? null : reader.GetInt64(13), reader.IsDBNull(14) ? null : reader.GetFieldValue<byte[]>(14)));
        }
        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("chain", chain.ChainId);
        command.Parameters.AddWithValue("contract", chain.Contract);
        foreach (var (name, value) in parameters) command.Parameters.Add(Parameter(name, value));
        return command;
    }

    private static NpgsqlParameter Parameter(string name, object value) => value is DBNull ? new(name, NpgsqlTypes.NpgsqlDbType.Text) { Value = value } : new(name, value);
}

/// <summary>Why a transaction came to nothing, in the words that are stored.</summary>
internal static class AnchorErrors
{
    public const string NonceTaken = "Another transaction, none of ours, used its nonce.";
    public const string ChainForgot = "The chain does not know it any more.";
    public const string Replaced = "Another one with the same nonce came into a block.";
    public const string BehindGap = "A nonce before its own was missing from the chain.";
}
