using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Where an anchoring transaction stands.</summary>
public enum AnchorState
{
    /// <summary>Signed and stored; whether a node has it is unknown.</summary>
    Prepared,

    /// <summary>A node took it.</summary>
    Sent,

    /// <summary>In a block.</summary>
    Mined,

    /// <summary>In a block with enough others on top.</summary>
    Confirmed,

    /// <summary>In a block that can't be replaced any more.</summary>
    Final,

    /// <summary>The contract refused it.</summary>
    Reverted,

    /// <summary>The chain went on without it.</summary>
    Lost,
}

/// <summary>One transaction that carries a checkpoint to the contract.</summary>
public sealed record AnchorTransaction(long Id, long Nonce, long Size, byte[] Root, byte[] Raw, byte[] Hash, AnchorState State, DateTime PreparedAt, long? BlockNumber);

/// <summary>The anchoring transactions, as durable as the events: what is sent was committed here before.</summary>
public sealed class AnchorStore(NpgsqlDataSource database, ChainSettings chain)
{
    /// <summary>Makes the table if it is missing.</summary>
    public async Task ApplySchemaAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(EmbeddedSql.Read("Anchoring.schema.sql"));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Transactions whose fate is open, lowest nonce first.</summary>
    public Task<List<AnchorTransaction>> OpenAsync(CancellationToken cancel) =>
        ReadAsync("state in ('prepared', 'sent', 'mined', 'confirmed') order by nonce, id", cancel);

    /// <summary>The newest transaction that was final; null if none.</summary>
    public async Task<AnchorTransaction?> NewestFinalAsync(CancellationToken cancel) =>
        (await ReadAsync("state = 'final' order by size desc limit 1", cancel)).FirstOrDefault();

    /// <summary>The newest transaction of all; null if none.</summary>
    public async Task<AnchorTransaction?> NewestAsync(CancellationToken cancel) => (await ReadAsync("true order by id desc limit 1", cancel)).FirstOrDefault();

    /// <summary>Commits a signed transaction, before anybody may see it.</summary>
    public async Task AddAsync(long size, byte[] root, long previousSize, long nonce, byte[] raw, byte[] hash, CancellationToken cancel)
    {
        await using var command = Command("""
            insert into anchoring.transaction (chain_id, contract, nonce, size, root, previous_size, raw, hash, state)
            values (@chain, @contract, @nonce, @size, @root, @previous, @raw, @hash, 'prepared')
            """, ("nonce", nonce), ("size", size), ("root", root), ("previous", previousSize), ("raw", raw), ("hash", hash));
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A node has it, and no block does.</summary>
    public Task MarkSentAsync(long id, CancellationToken cancel) => ExecuteAsync(
        "state = 'sent', block_number = null, block_hash = null, mined_at = null", id, cancel);

    /// <summary>A block has it.</summary>
    public Task MarkInBlockAsync(long id, AnchorState state, long number, byte[] hash, CancellationToken cancel) => ExecuteAsync(
        "state = @state, block_number = @number, block_hash = @hash, mined_at = coalesce(mined_at, now()), final_at = case when @state = 'final' then now() end",
        id, cancel, ("state", Name(state)), ("number", number), ("hash", hash));

    /// <summary>It won't come to anything.</summary>
    public Task MarkEndedAsync(long id, AnchorState state, string error, CancellationToken cancel) =>
        ExecuteAsync("state = @state, error = @error", id, cancel, ("state", Name(state)), ("error", error));

    /// <summary>The chain does not know any of them.</summary>
    public async Task ForgetAllAsync(string error, CancellationToken cancel)
    {
        await using var command = Command(
            "update anchoring.transaction set state = 'lost', error = @error where chain_id = @chain and contract = @contract and state <> 'reverted'", ("error", error));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string Name(AnchorState state) => state.ToString().ToLowerInvariant();

    private async Task<List<AnchorTransaction>> ReadAsync(string condition, CancellationToken cancel)
    {
        await using var command = Command($"""
            select id, nonce, size, root, raw, hash, state, prepared_at, block_number from anchoring.transaction
            where chain_id = @chain and contract = @contract and {condition}
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<AnchorTransaction>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<byte[]>(5),
                Enum.Parse<AnchorState>(reader.GetString(6), ignoreCase: true), reader.GetDateTime(7), reader.IsDBNull(8) ? null : reader.GetInt64(8)));
        }
        return rows;
    }

    private async Task ExecuteAsync(string change, long id, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command($"update anchoring.transaction set {change} where id = @id", [("id", id), .. parameters]);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("chain", chain.ChainId);
        command.Parameters.AddWithValue("contract", chain.Contract);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
