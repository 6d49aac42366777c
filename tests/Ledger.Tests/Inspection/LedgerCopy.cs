using Npgsql;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>A copy of a ledger's database in the hands of its superuser: no trigger or constraint between tables holds them back.</summary>
public sealed class LedgerCopy(RecordedLedger ledger, string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(connectionString);

    public NpgsqlDataSource Database => _database;

    public async Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Index of a leaf.</summary>
    public Task<long> LeafAsync(string lot, int version) => ReadAsync<long>("select index from log.leaf where lot = @lot and version = @version", ("lot", lot), ("version", version));

    /// <summary>What the audit says of it.</summary>
    public async Task<AuditOutcome> AuditAsync(params string[] arguments)
    {
        var (exit, output) = await LedgerProcess.RunAsync(
            ["audit", "--ConnectionStrings:Ledger", connectionString, "--Lotmark:DataDirectory", ledger.Outside, "--rpc", ledger.Rpc, .. arguments]);
        return new(exit, output);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private NpgsqlCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = _database.CreateCommand(sql);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}

/// <summary>Exit code and output of an audit.</summary>
public sealed record AuditOutcome(int ExitCode, string Output)
{
    /// <summary>The line of each mismatch, in order, without what was expected and found.</summary>
    public IReadOnlyList<string> Mismatches => [.. Output.Split('\n').Where(l => l.StartsWith('✗')).Select(l => l[2..])];

    /// <summary>The kinds of mismatches there are.</summary>
    public IReadOnlyList<string> Kinds => [.. Mismatches.Select(m => m.Split(' ')[0]).Distinct()];
}
