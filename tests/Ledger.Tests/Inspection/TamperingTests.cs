using static Lotmark.Ledger.Tests.Inspection.RecordedLedger;

namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>What the superuser of the database does to it, and what the audit says of that: the place, what should be there, what is.</summary>
[Collection<OfRecordedLedger>]
public sealed class TamperingTests(RecordedLedger ledger)
{
    [Fact]
    public async Task What_nobody_tampered_with_fits()
    {
        await using var copy = await ledger.CopyAsync();

        var audit = await copy.AuditAsync();

        Assert.True(audit.ExitCode == 0, audit.Output);
        Assert.Contains("Everything fits.", audit.Output, StringComparison.Ordinal);
        Assert.Contains("the head signed last", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_edited_is_named_with_the_member_that_was()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set data = data || '{\"note\": \"rewritten\"}' where stream_id = @lot and version = 3", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal(1, audit.ExitCode);
        Assert.Equal([$"event-changed  lot {Lot}  event 3  leaf {await copy.LeafAsync(Lot, 3)}"], audit.Mismatches);
        Assert.Contains("expected  data.note: \"as recorded\"", audit.Output, StringComparison.Ordinal);
        Assert.Contains("found     data.note: \"rewritten\"", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confidential_value_that_was_edited_is_named_and_not_shown()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set data = jsonb_set(data, '{price,confidential}', '\"47.11\"') where stream_id = @lot and version = 3", ("lot", Lot));
        await copy.ExecuteAsync("update lotmark.mt_events set data = jsonb_set(data, '{price}', '\"47.12\"') where stream_id = @lot and version = 3", ("lot", OtherLot));

        var audit = await copy.AuditAsync();

        Assert.Equal(["event-changed"], audit.Kinds);
        Assert.Equal(2, audit.Mismatches.Count);
        Assert.Contains("expected  data.price: a confidential value of SHA-256 ", audit.Output, StringComparison.Ordinal);
        Assert.Contains("found     data.price: a value that does not match this hash (not shown)", audit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("47.1", audit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("19.90", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_deleted_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("delete from lotmark.mt_events where stream_id = @lot and version = 4", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-missing  lot {Lot}  event 4  leaf {await copy.LeafAsync(Lot, 4)}"], audit.Mismatches);
    }

    [Fact]
    public async Task An_event_that_was_inserted_behind_the_log_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("""
            insert into lotmark.mt_events (seq_id, id, stream_id, version, data, type, timestamp)
            select nextval('lotmark.mt_events_sequence'), gen_random_uuid(), stream_id, 1000, data, type, timestamp from lotmark.mt_events where stream_id = @lot and version = 2
            """, ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-inserted  lot {Lot}  event 1000"], audit.Mismatches);
    }

    [Fact]
    public async Task An_event_that_was_exchanged_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set id = gen_random_uuid() where stream_id = @lot and version = 5", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-replaced  lot {Lot}  event 5  leaf {await copy.LeafAsync(Lot, 5)}", $"event-inserted  lot {Lot}  event 5"], audit.Mismatches);
    }

    [Fact]
    public async Task An_event_that_was_renumbered_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set version = 1000 where stream_id = @lot and version = 6", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-renumbered  lot {Lot}  event 6  leaf {await copy.LeafAsync(Lot, 6)}"], audit.Mismatches);
        Assert.Contains("found     it has number 1000", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_moved_to_another_lot_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set stream_id = @other, version = 1000 where stream_id = @lot and version = 7", ("lot", Lot), ("other", OtherLot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-moved  lot {Lot}  event 7  leaf {await copy.LeafAsync(Lot, 7)}"], audit.Mismatches);
        Assert.Contains($"found     it stands in lot {OtherLot} as number 1000", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_was_hidden_from_readers_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update lotmark.mt_events set is_archived = true where stream_id = @lot and version = 2", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"event-hidden  lot {Lot}  event 2  leaf {await copy.LeafAsync(Lot, 2)}"], audit.Mismatches);
    }

    [Fact]
    public async Task Leaf_bytes_that_were_edited_are_named_and_the_event_shows_how()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync(Edit, ("lot", Lot), ("version", 8));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"leaf-changed  lot {Lot}  event 8  leaf {await copy.LeafAsync(Lot, 8)}"], audit.Mismatches);
        Assert.Contains("data.note: \"as recorded\"", audit.Output, StringComparison.Ordinal);
        Assert.Contains("data.note: \"as rewrited\"", audit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaf_bytes_that_were_edited_together_with_their_hash_are_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync(Edit, ("lot", Lot), ("version", 8));
        await copy.ExecuteAsync("update log.leaf set hash = sha256('\\x00'::bytea || bytes) where lot = @lot and version = 8", ("lot", Lot));

        var audit = await copy.AuditAsync();

        // The next leaf of the lot still names the hash that was.
        Assert.Equal([$"leaf-previous  lot {Lot}  event 9  leaf {await copy.LeafAsync(Lot, 9)}", $"leaf-changed  lot {Lot}  event 8  leaf {await copy.LeafAsync(Lot, 8)}"], audit.Mismatches);
    }

    [Fact]
    public async Task A_leaf_hash_that_was_edited_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update log.leaf set hash = sha256('x') where lot = @lot and version = 46", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Equal([$"leaf-hash  lot {Lot}  event 46  leaf {await copy.LeafAsync(Lot, 46)}"], audit.Mismatches);
    }

    [Fact]
    public async Task A_leaf_that_was_deleted_is_named_with_its_event()
    {
        await using var copy = await ledger.CopyAsync();
        var index = await copy.LeafAsync(Lot, 46);
        await copy.ExecuteAsync("delete from log.leaf where lot = @lot and version = 46", ("lot", Lot));

        var audit = await copy.AuditAsync();

        Assert.Contains($"leaf-missing  leaf {index}", audit.Mismatches);
        Assert.Contains($"event-inserted  lot {Lot}  event 46", audit.Mismatches);
    }

    [Theory]
    [InlineData(0, 20, "leaf 20")]
    [InlineData(1, 0, "leaf 0")]
    public async Task A_tile_that_was_edited_is_named_with_its_leaf(int level, int hash, string place)
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update log.tile set hashes = overlay(hashes placing sha256('x') from @at) where level = @level and index = 0",
            ("at", hash * 32 + 1), ("level", level));

        var audit = await copy.AuditAsync();

        var named = Assert.Single(audit.Mismatches);
        Assert.StartsWith("tile-changed  ", named, StringComparison.Ordinal);
        Assert.EndsWith(place, named, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tile_of_another_width_is_named()
    {
        await using var copy = await ledger.CopyAsync();
        await copy.ExecuteAsync("update log.tile set hashes = hashes || sha256('x') where level = 0 and index = 1");
        await copy.ExecuteAsync("insert into log.tile (level, index, hashes) values (0, 99, sha256('x'))");

        var audit = await copy.AuditAsync();

        Assert.Equal(["tile-width  leaf 256", "tile-width  leaf 25344"], audit.Mismatches);
    }

    private const string Edit = """
        update log.leaf set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'as recorded', 'as rewrited'), 'UTF8') where lot = @lot and version = @version
        """;
}
