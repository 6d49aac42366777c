using System.Globalization;
using System.Text;
using CsCheck;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Tests.Tree;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Freshness;

public sealed class LotMapTests
{
    private static readonly (string Lot, string Key, string Root)[] Vectors =
    [
        ("01/09520123451189/10/EC%2FVAN-0926.17", "dd1d4955f61a354163e2aaf5091864f75d4b03d47aa63e49f0ef217fca7dba0f", "cd89f3f6cf5e556471b606421100a6750ce779a84017706d40ebee4f0191fa69"),
        ("01/09520123451011/10/NO-SAL-2611A", "c321efce38a7d2bf77037eff8c3d6c0439cac5b0d23f43a439ee80480444c347", "85856046c1fd188ec4cbe6d191db9d0bdf4736a7183f2dbb2a6db31d574bdb28"),
        ("01/09520123451257/10/BR2608B13", "6efc6c86432131ab0a67b6a64d539d2d50060c18d24ffb2d74233359b8e1877b", "6c82701a9590e3742e794116e25927574c32c80cd38888a6086c96c6361e9ba1"),
        ("01/09520123451493/10/CL-CHY-1109", "33b722003b0001a2c915874b33b439f89111f261140701a407dba395c4fc0bb6", "5a3879cde83c933c6a1d12afeaa8dfdee3d42bd8255d9020f9a2bd809d268188"),
        ("01/09520123451561/10/ES%2BPK%2826%29%2F07", "0dc62b250880684476b383c00756c07fa88d5edb86c8d087bb263a8c127bfd7b", "cafdb4ded26fc02fb97d4c2d41be4aa1b382805f1f0c03ce71f1abf005c0311b"),
    ];

    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string OuterSibling = "7c4a6582e72ba5308fbfd84c7db0ce11b762d26d91e398f27cb2e7a0373cec6c";

    [Fact]
    public void The_root_after_each_lot_is_the_published_one()
    {
        var map = new LotMap();
        Assert.Equal(Zeros, Convert.ToHexStringLower(map.Root));
        foreach (var (i, (lot, key, root)) in Vectors.Index())
        {
            Assert.Equal(key, Convert.ToHexStringLower(LotMapHash.Key(lot)));
            map.Set(LotMapHash.Key(lot), Value(i));
            Assert.Equal(root, Convert.ToHexStringLower(map.Root));
        }
        Assert.Equal("773885a613489e24ce2cf76199d6a423f042e4bbf12d7eecee912ef276c65701", Convert.ToHexStringLower(Value(0)));
        Assert.Equal("485335db7cfec965f15ff745fc625c41d5ea2646936930165828f73dd4b68854", Convert.ToHexStringLower(Value(4)));
    }

    [Fact]
    public void A_lot_is_proven_by_the_published_siblings()
    {
        var (map, lot) = (Published(), Vectors[0].Lot);
        var proof = map.Prove(LotMapHash.Key(lot));
        Assert.Equal([OuterSibling, Zeros, Zeros, "3d8cacf2725b21accbec2f98f4b20fbbd4934ef272861c711bc976e03a96ade7"], proof.Siblings.Select(Convert.ToHexStringLower));
        Assert.Equal(Value(0), Assert.IsType<LotMapAnswer.Present>(proof.Evaluate(lot, map.Root)).Value);
    }

    [Fact]
    public void A_lot_is_absent_where_another_stands_alone_or_nothing_stands()
    {
        var map = Published();
        var beside = map.Prove(LotMapHash.Key("01/09520123451189/10/NOT-1"));
        Assert.Equal(Vectors[0].Key, Convert.ToHexStringLower(beside.Terminal!.Key));
        Assert.IsType<LotMapAnswer.Absent>(beside.Evaluate("01/09520123451189/10/NOT-1", map.Root));

        var nothing = map.Prove(LotMapHash.Key("01/09520123451189/10/NOT-0"));
        Assert.Null(nothing.Terminal);
        Assert.Equal([OuterSibling, "78845b6355e601262053a1c7e5071c6185313bebef9bfa9903b15420df997fa4"], nothing.Siblings.Select(Convert.ToHexStringLower));
        Assert.IsType<LotMapAnswer.Absent>(nothing.Evaluate("01/09520123451189/10/NOT-0", map.Root));
        Assert.IsType<LotMapAnswer.Absent>(new LotMap().Prove(LotMapHash.Key("any")).Evaluate("any", LotMapHash.Empty));
    }

    [Fact]
    public void A_changed_proof_is_invalid()
    {
        var (map, lot) = (Published(), Vectors[0].Lot);
        var proof = map.Prove(LotMapHash.Key(lot));
        var terminal = proof.Terminal!;
        LotMapProof[] changed =
        [
            .. ProofMutations.Of([.. proof.Siblings]).Select(siblings => proof with { Siblings = siblings }),
            proof with { Terminal = null },
            proof with { Terminal = terminal with { Value = Value(1) } },
            proof with { Terminal = terminal with { Key = LotMapHash.Key(Vectors[1].Lot) } },
            proof with { Terminal = terminal with { Key = terminal.Key[..31] } },
            proof with { Terminal = terminal with { Value = [] } },
            proof with { Siblings = [.. proof.Siblings.Take(3), proof.Siblings[3][..31]] },
            proof with { Siblings = [.. Enumerable.Repeat(Value(0), 257)] },
        ];
        Assert.All(changed, p => Assert.IsType<LotMapAnswer.Invalid>(p.Evaluate(lot, map.Root)));
        Assert.IsType<LotMapAnswer.Invalid>(proof.Evaluate(lot, ProofMutations.Flipped(map.Root, 9)));
        Assert.IsType<LotMapAnswer.Invalid>(proof.Evaluate(Vectors[1].Lot, map.Root));
    }

    // Such a root can be made by a dishonest sequencer; it must not be readable as a map.
    [Fact]
    public void A_proof_that_splits_a_lone_lot_is_invalid_even_when_it_leads_to_the_root()
    {
        var key = new byte[32];
        var root = LotMapHash.Node(LotMapHash.Leaf(key, Value(0)), LotMapHash.Empty);
        Assert.IsType<LotMapAnswer.Invalid>(new LotMapProof([LotMapHash.Empty], new(key, Value(0))).Evaluate(key, root));
    }

    [Fact]
    public void The_root_depends_on_the_set_alone_and_every_key_is_proven() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Array[0, 40].Select(Gen.Int).Sample((lots, seed) =>
        {
            var (inOrder, shuffled) = (new LotMap(), new LotMap());
            foreach (var (key, value) in lots) inOrder.Set(key, value);
            var last = lots.Reverse().DistinctBy(l => Convert.ToHexString(l.Item1)).ToArray();
            new Random(seed).Shuffle(last);
            foreach (var (key, _) in last) shuffled.Set(key, new byte[32]);
            foreach (var (key, value) in last) shuffled.Set(key, value);
            Assert.Equal(inOrder.Root, shuffled.Root);
            Assert.Equal(last.Length, shuffled.Count);
            Assert.Equal(Reference([.. last], 0), inOrder.Root);
            foreach (var (key, value) in last)
            {
                Assert.Equal(value, Assert.IsType<LotMapAnswer.Present>(inOrder.Prove(key).Evaluate(key, inOrder.Root)).Value);
                var near = ProofMutations.Flipped(key, 7);
                if (!last.Any(l => l.Item1.AsSpan().SequenceEqual(near))) Assert.IsType<LotMapAnswer.Absent>(inOrder.Prove(near).Evaluate(near, inOrder.Root));
            }
        }, iter: 300);

    [Fact]
    public void Keys_that_part_only_at_the_last_bit_stand_256_levels_deep()
    {
        var (one, other) = (new byte[32], ProofMutations.Flipped(new byte[32], 248));
        var map = new LotMap();
        map.Set(one, Value(1));
        map.Set(other, Value(2));
        var proof = map.Prove(other);
        Assert.Equal(256, proof.Siblings.Count);
        Assert.Equal(Value(2), Assert.IsType<LotMapAnswer.Present>(proof.Evaluate(other, map.Root)).Value);
    }

    [Fact]
    public void A_snapshot_stays_as_it_was_while_the_map_grows()
    {
        var map = Published();
        var (snapshot, root) = (map.Snapshot(), map.Root);
        map.Set(LotMapHash.Key("another"), Value(9));
        map.Set(LotMapHash.Key(Vectors[0].Lot), Value(9));
        Assert.Equal(root, snapshot.Root);
        Assert.Equal(5, snapshot.Count);
        Assert.Equal(Value(0), Assert.IsType<LotMapAnswer.Present>(snapshot.Prove(LotMapHash.Key(Vectors[0].Lot)).Evaluate(Vectors[0].Lot, root)).Value);
        Assert.Equal(6, map.Count);
    }

    // The definition: nothing, a lone lot, or two halves.
    private static byte[] Reference((byte[] Key, byte[] Value)[] lots, int depth) => lots.Length switch
    {
        0 => LotMapHash.Empty,
        1 => LotMapHash.Leaf(lots[0].Key, lots[0].Value),
        _ => LotMapHash.Node(
            Reference([.. lots.Where(l => (l.Key[depth / 8] << depth % 8 & 0x80) == 0)], depth + 1),
            Reference([.. lots.Where(l => (l.Key[depth / 8] << depth % 8 & 0x80) != 0)], depth + 1)),
    };

    private static LotMap Published()
    {
        var map = new LotMap();
        foreach (var (i, vector) in Vectors.Index()) map.Set(LotMapHash.Key(vector.Lot), Value(i));
        return map;
    }

    private static byte[] Value(int i) => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {i}")));
}
