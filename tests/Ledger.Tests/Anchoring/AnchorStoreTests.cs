using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Anchoring;
using Microsoft.Extensions.DependencyInjection;

namespace Lotmark.Ledger.Tests.Anchoring;

public sealed class AnchorStoreTests(LedgerApp app)
{
    [Fact]
    public async Task A_table_of_the_former_version_is_taken_over_with_its_rows()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil);
        await using var former = log.Database.CreateCommand($"""
            drop table anchoring.transaction;
            create table anchoring.transaction (
                id bigint generated always as identity primary key, chain_id bigint not null, contract text not null, nonce bigint not null, size bigint not null,
                root bytea not null check (octet_length(root) = 32), previous_size bigint not null, raw bytea not null,
                hash bytea not null unique check (octet_length(hash) = 32),
                state text not null check (state in ('prepared', 'sent', 'mined', 'confirmed', 'final', 'reverted', 'lost')),
                prepared_at timestamptz not null default now(), block_number bigint, block_hash bytea, mined_at timestamptz, final_at timestamptz, error text);
            insert into anchoring.transaction (chain_id, contract, nonce, size, root, previous_size, raw, hash, state)
            values (31337, '{log.Chain.Contract}', 0, 5, sha256('a'), 0, '\x02', sha256('b'), 'sent');
            """);
        await former.ExecuteNonQueryAsync();
        var store = log.Services.GetRequiredService<AnchorStore>();

        for (var twice = 0; twice < 2; twice++)
            await log.Services.GetRequiredService<AppliedSchema>().ApplyAsync(new("Anchoring.schema.sql"), default);
        await store.AdoptAsync(log.Chain.Sender!, default);

        var row = Assert.Single(await store.WatchedAsync(log.Chain.Sender!, default));
        Assert.Equal((5, AnchorState.Sent), (row.Size, row.State));
        await store.MarkEndedAsync(row.Id, AnchorState.Replaced, "It may be replaced now.", default);
        Assert.Equal(["replaced"], await log.StatesAsync());
    }
}
