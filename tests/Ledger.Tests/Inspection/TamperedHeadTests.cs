using System.Globalization;
using Lotmark.Contracts.Notes;
using static Lotmark.Ledger.Tests.Inspection.RecordedLedger;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>What the superuser of the database does to checkpoints and to the end of the log, and what contradicts it from outside.</summary>
[Collection<OfRecordedLedger>]
public sealed class TamperedHeadTests(RecordedLedger ledger)
{
    [Fact]
    public async Task A_checkpoint_that_was_edited_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        var size = await copy.ReadAsync<long>("select max(size) from log.checkpoint");
        await copy.ExecuteAsync("update log.checkpoint set root = sha256('x') where size = @size", ("size", size));
        var before = await copy.ReadAsync<long>("select max(size) from log.checkpoint where size < @size", ("size", size));
        await copy.ExecuteAsync("update log.checkpoint set note = replace(note, '/log', '/lag') where size = @size", ("size", before));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"checkpoint-signature  size {before}", $"checkpoint-row  size {size}"], audit.Mismatches);
    }

    [Fact]
    public async Task A_checkpoint_that_was_signed_again_with_the_real_key_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        var size = await copy.ReadAsync<long>("select max(size) from log.checkpoint");
        byte[] root = [.. Enumerable.Repeat((byte)7, 32)];
        await copy.ExecuteAsync("update log.checkpoint set root = @root, note = @note where size = @size",
            ("root", root), ("note", (await Forger.SignerAsync(copy, ledger.DataDirectory)).Sign(new(await Forger.OriginAsync(copy), size, root))), ("size", size));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"checkpoint-root  size {size}"], audit.Mismatches);
        Assert.Contains(Convert.ToHexStringLower(root), audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_nobody_introduced_signs_nothing()
    {
        await using var copy = await ledger.CopyAsync();
        var size = await copy.ReadAsync<long>("select max(size) from log.checkpoint");
        var root = await copy.ReadAsync<byte[]>("select root from log.checkpoint where size = @size", ("size", size));
        var stranger = new NoteSigner(await Forger.OriginAsync(copy), new byte[32]);
        await copy.ExecuteAsync("insert into log.key (vkey, first_size) values (@key, 0)", ("key", stranger.Key.ToString()));
        await copy.ExecuteAsync("update log.checkpoint set note = @note where size = @size", ("note", stranger.Sign(new Checkpoint(stranger.Key.Name, size, root).Text)), ("size", size));

        var audit = await copy.AuditAsync();

        Assert.Equal(["key-introduction  size 0", $"checkpoint-signature  size {size}"], audit.Mismatches);
    }

    [Fact]
    public async Task A_history_that_was_rebuilt_and_signed_again_contradicts_the_chain_and_the_head_that_was_signed()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set data = data || '{\"note\": \"rewritten\"}' where stream_id = @lot and version = 9", ("lot", Lot));
        await Forger.RebuildAsync(copy, ledger.DataDirectory);
        var index = await copy.LeafAsync(Lot, 9);

        var audit = await copy.AuditAsync();

        Assert.Equal(1, audit.ExitCode);
        Assert.Equal(["anchor-root", "signed-head-root"], audit.Kinds.Order());
        Assert.All(audit.Mismatches, m => Assert.True(long.Parse(m.Split(' ')[^1], CultureInfo.InvariantCulture) > index));
        Assert.Contains("the log was rewritten before leaf", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_missed_by_the_chain_and_the_head_that_was_signed()
    {
        await using var copy = await ledger.CopyAsync();
        var anchored = await copy.ReadAsync<long>("select max(size) from log.checkpoint");
        await Forger.TruncateAsync(copy);

        var audit = await copy.AuditAsync();

        Assert.Equal(["anchor-beyond-end", "signed-head-beyond-end"], audit.Kinds.Order());
        Assert.All(audit.Mismatches, m => Assert.EndsWith($"size {anchored}", m, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_that_was_put_back_is_missed_by_the_chain_and_the_head_that_was_signed()
    {
        await using var copy = await ledger.CopyAsync(of: "backup");

        var audit = await copy.AuditAsync();

        Assert.Equal(["anchor-beyond-end", "signed-head-beyond-end"], audit.Kinds.Order());
        Assert.Contains("an older copy of the database was put back", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_before_the_first_leaf_asked_for_is_taken_on_trust_and_the_audit_says_so()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set data = data || '{\"note\": \"rewritten\"}' where stream_id = @lot and version in (2, 46)", ("lot", Lot));

        var audit = await copy.AuditAsync("--from", "100");

        Assert.Equal([$"event-changed  lot {Lot}  event 46  leaf {await copy.LeafAsync(Lot, 46)}"], audit.Mismatches);
        Assert.Contains("Leaves before 100", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_leaves_the_audit_incomplete()
    {
        await using var copy = await ledger.CopyAsync();

        var audit = await copy.AuditAsync("--rpc", "http://127.0.0.1:1");

        Assert.Equal(3, audit.ExitCode);
        Assert.Contains("not everything was checked", audit.Output, StringComparison.Ordinal);
    }
}
