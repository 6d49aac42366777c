[assembly: AssemblyFixture(typeof(Lotmark.Ledger.Tests.Faults.SharedPostgres))]

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>One server for all tests whose fault is not the server's. It starts when the first of them wants it.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.CreateAsync);

    /// <summary>A ledger on a database of its own.</summary>
    public async Task<Installation> NewLedgerAsync() => await Installation.CreateAsync(await _server.Value);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }
}
