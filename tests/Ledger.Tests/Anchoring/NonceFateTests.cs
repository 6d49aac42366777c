using Lotmark.Contracts.Chain;
using Lotmark.Ledger.Anchoring;

namespace Lotmark.Ledger.Tests.Anchoring;

public sealed class NonceFateTests
{
    private static readonly byte[] Here = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] Elsewhere = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly NonceFate Fate = new(confirmations: 6, stuckBlocks: 10);

    [Theory]
    [InlineData(AnchorState.Prepared)]
    [InlineData(AnchorState.Sent)]
    public void What_no_block_has_is_sent_again_as_it_is(AnchorState state) =>
        Assert.Equal([new Move.Send(Row(1, state))], Decide(100, null, [Row(1, state)]), Same);

    [Theory]
    [InlineData(100, null, AnchorState.Mined)]
    [InlineData(104, null, AnchorState.Mined)]
    [InlineData(105, null, AnchorState.Confirmed)]
    [InlineData(105, 99L, AnchorState.Confirmed)]
    [InlineData(105, 100L, AnchorState.Final)]
    public void Depth_confirms_and_only_the_final_block_makes_final(long latest, long? finalized, AnchorState state) =>
        Assert.Equal(state, Assert.IsType<Move.InBlock>(Assert.Single(Decide(latest, finalized, [Row(1, AnchorState.Sent)], In(1, 100)))).State);

    [Fact]
    public void What_is_known_already_needs_no_move() =>
        Assert.Empty(Decide(101, null, [Row(1, AnchorState.Mined) with { BlockNumber = 100, BlockHash = Here }], In(1, 100)));

    [Fact]
    public void A_block_of_the_same_number_with_another_hash_is_another_block() =>
        Assert.IsType<Move.InBlock>(Assert.Single(Decide(101, null, [Row(1, AnchorState.Mined) with { BlockNumber = 100, BlockHash = Elsewhere }], In(1, 100))));

    [Fact]
    public void A_block_that_is_gone_sends_its_anchor_again() => Assert.Equal(
        [new Move.BlockGone(Row(1, AnchorState.Confirmed)), new Move.Send(Row(1, AnchorState.Confirmed))], Decide(200, null, [Row(1, AnchorState.Confirmed)]), Same);

    [Fact]
    public void After_some_blocks_without_a_receipt_more_is_offered()
    {
        Assert.IsType<Move.Send>(Assert.Single(Decide(109, null, [Row(1, AnchorState.Sent)])));
        Assert.IsType<Move.OfferMore>(Assert.Single(Decide(110, null, [Row(1, AnchorState.Sent)])));
    }

    [Fact]
    public void Of_those_that_compete_the_newest_is_sent_and_any_may_win()
    {
        AnchorTransaction[] rows = [Row(1, AnchorState.Sent), Row(2, AnchorState.Sent)];

        Assert.Equal([new Move.Send(rows[1])], Decide(105, null, rows), Same);
        Assert.Equal(["InBlock 1", "Superseded 2"], Decide(105, null, rows, In(1, 105)).Select(Words));
        Assert.Equal(["InBlock 2", "Superseded 1"], Decide(105, null, rows, In(2, 105)).Select(Words));
    }

    [Fact]
    public void One_that_was_given_up_may_still_win() => Assert.Equal(
        ["InBlock 1", "Superseded 2"], Decide(105, null, [Row(1, AnchorState.Replaced), Row(2, AnchorState.Mined)], In(1, 105)).Select(Words));

    [Fact]
    public void A_refusal_in_a_block_ends_all_that_competed() => Assert.Equal(
        ["Refused 1", "Superseded 2"], Decide(105, null, [Row(1, AnchorState.Sent), Row(2, AnchorState.Sent)], In(1, 105, succeeded: false)).Select(Words));

    [Fact]
    public void While_the_nodes_contradict_each_other_nothing_is_done() =>
        Assert.Empty(Decide(200, 150, [Row(1, AnchorState.Mined)], new Dictionary<long, Sighting> { [1] = new(null, Disputed: true) }));

    [Fact]
    public void A_nonce_that_is_used_up_is_given_up_only_after_some_looks()
    {
        AnchorTransaction[] rows = [Row(1, AnchorState.Sent)];

        Assert.Empty(Decide(105, null, rows, None(rows), minedNonce: 8));
        Assert.Equal(["NonceTaken 1"], Decide(105, null, rows, None(rows), minedNonce: 8, takenForLong: true).Select(Words));
    }

    private static bool Same(Move a, Move b) => Words(a) == Words(b);

    private static string Words(Move move) => $"{move.GetType().Name} {move.Transaction.Id}";

    private static AnchorTransaction Row(long id, AnchorState state) =>
        new(id, Nonce: 7, Size: 10, new byte[32], PreviousSize: 0, [], [], new(1, 2), 100_000, state, WaitingFrom: 100, DateTime.UnixEpoch, null, null);

    private static Dictionary<long, Sighting> In(long row, long block, bool succeeded = true) =>
        new() { [row] = new(new(succeeded, block, Here, 70_000), Disputed: false) };

    private static Dictionary<long, Sighting> None(AnchorTransaction[] rows) => rows.ToDictionary(r => r.Id, _ => new Sighting(null, Disputed: false));

    private static IReadOnlyList<Move> Decide(
        long latest, long? finalized, AnchorTransaction[] rows, Dictionary<long, Sighting>? seen = null, long minedNonce = 7, bool takenForLong = false)
    {
        var sightings = None(rows);
        foreach (var (id, sighting) in seen ?? []) sightings[id] = sighting;
        var final = finalized is { } number ? new BlockReference(number, Here, DateTimeOffset.UnixEpoch) : null;
        return Fate.Decide(rows, sightings, new(new(new(latest, Here, DateTimeOffset.UnixEpoch), null, final), minedNonce, takenForLong));
    }
}
