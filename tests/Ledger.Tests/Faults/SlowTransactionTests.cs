using System.Text;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Marten;
using Marten.Services;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>Transactions that took their sequence number early and end late, or never.</summary>
public sealed class SlowTransactionTests(SharedPostgres postgres)
{
    [Fact]
    public async Task An_event_that_commits_after_later_ones_gets_its_leaf_and_one_that_never_does_leaves_no_gap()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        await using var product = Product.Compose(ledger.ConnectionString, process.DataDirectory);
        var store = product.Services.GetRequiredService<IDocumentStore>();
        await using var connection = await ledger.Database.OpenConnectionAsync();
        await using var slow = await connection.BeginTransactionAsync();
        var late = await AppendAsync(store, slow, "SLOW");
        await using var otherConnection = await ledger.Database.OpenConnectionAsync();
        await using var rolledBack = await otherConnection.BeginTransactionAsync();
        await AppendAsync(store, rolledBack, "NEVER");
        await using var importers = Importers.At(process);
        await importers.UntilAcknowledgedAsync(20);
        await Eventually.TrueAsync(() => ledger.QueryAsync<bool>("select max(index) > 20 from log.leaf"), "later events are sequenced");

        await slow.CommitAsync();
        await rolledBack.RollbackAsync();

        await importers.UntilAcknowledgedAsync(5);
        await importers.EnoughAsync();
        await LogInvariants.HoldAsync(ledger, process, [.. importers.Acknowledged, late], importers.Checkpoints);
        Assert.True(await ledger.QueryAsync<bool>("""
            select l.index > 20 and e.seq_id < 3 from lotmark.mt_events e join log.leaf l on l.event_id = e.id where e.stream_id like '%/SLOW'
            """), "The slow event came first and stands behind later ones.");
        Assert.False(await ledger.QueryAsync<bool>("select exists (select from log.leaf where lot like '%/NEVER')"));
    }

    // As the product appends it, in a transaction that is the test's to end.
    private static async Task<string> AppendAsync(IDocumentStore store, NpgsqlTransaction transaction, string number)
    {
        var request = SampleFiles.Read("ecuador-shrimp-sea");
        request["lotNumber"] = number;
        var description = StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(request.ToJsonString()), new FieldErrors())!.Describe();
        await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction));
        session.Events.StartStream<Lot>(request.Path, new LotRegistered(description, new("example-foods-ningbo", "importer")));
        await session.SaveChangesAsync();
        return request.Path;
    }
}
