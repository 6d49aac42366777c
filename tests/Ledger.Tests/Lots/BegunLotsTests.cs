using System.Text.Json.Nodes;
using Lotmark.Ledger.Lots;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.Tests.Lots;

/// <summary>Lots begin by a statement of our own in Marten's tables: this holds it to what Marten writes and reads.</summary>
public sealed class BegunLotsTests(LedgerApp app)
{
    [Fact]
    public async Task A_lot_begins_with_the_rows_that_the_event_store_itself_would_write()
    {
        var ours = (await app.RegisterLotAsync()).Path;
        var theirs = ours + "-M";
        await using var services = new LedgerServices(app);
        await using var session = services.Get<IDocumentStore>().LightweightSession();
        var fact = Assert.Single(await session.Events.FetchStreamAsync(ours)).Data;
        Assert.IsType<LotRegistered>(fact);

        // Only looked at, so that no lot is left that nobody registered.
        await using var connection = await services.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var inside = services.Get<IDocumentStore>().LightweightSession(Marten.Services.SessionOptions.ForTransaction(transaction));
        inside.Events.StartStream(theirs, fact);
        await inside.SaveChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await RowAsync(transaction, "mt_streams", "id", theirs), await RowAsync(transaction, "mt_streams", "id", ours));
        Assert.Equal(await RowAsync(transaction, "mt_events", "stream_id", theirs), await RowAsync(transaction, "mt_events", "stream_id", ours));
    }

    // What is there, without what is each row's own.
    private static async Task<string> RowAsync(NpgsqlTransaction transaction, string table, string key, string lot)
    {
        await using var command = new NpgsqlCommand($"select to_jsonb(r) from lotmark.{table} r where {key} = @lot", transaction.Connection, transaction);
        command.Parameters.AddWithValue("lot", lot);
        var row = JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)!.AsObject();
        foreach (var own in (string[])[key, "id", "seq_id", "timestamp", "created"])
        {
            Assert.True(row[own] is not null || !row.ContainsKey(own), own);
            row.Remove(own);
        }
        return row.ToJsonString();
    }
}
