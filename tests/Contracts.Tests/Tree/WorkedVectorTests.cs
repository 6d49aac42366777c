using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tree;

/// <summary>The eight entries on which the verifiers in C#, in the browser and in the contract are all tried.</summary>
public sealed class WorkedVectorTests
{
    private static readonly byte[][] Entries =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    private static readonly byte[][] Leaves = [.. Entries.Select(e => MerkleTree.LeafHash(e))];

    private static readonly Dictionary<string, string> Hashes = new()
    {
        ["L0"] = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        ["L1"] = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        ["L2"] = "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        ["L3"] = "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        ["L4"] = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ["L5"] = "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        ["L6"] = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        ["L7"] = "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
        ["N0-1"] = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        ["N2-3"] = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        ["N4-5"] = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        ["N6-7"] = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ["N0-3"] = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ["N4-7"] = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ["N4-6"] = "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
    };

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void A_tree_of_the_first_entries_has_this_root(int size, string root)
    {
        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(Leaves[..size])));
        Assert.Equal(root, Convert.ToHexStringLower(Tree(size).Root()));
        Assert.Equal(root, Convert.ToHexStringLower(TileProofs.Root(size, Tile)));
    }

    [Fact]
    public void The_leaves_have_these_hashes() =>
        Assert.All(Leaves.Index(), leaf => Assert.Equal(Hashes[$"L{leaf.Index}"], Convert.ToHexStringLower(leaf.Item)));

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(0, 2, "L1")]
    [InlineData(1, 2, "L0")]
    [InlineData(2, 3, "N0-1")]
    [InlineData(0, 7, "L1 N2-3 N4-6")]
    [InlineData(3, 7, "L2 N0-1 N4-6")]
    [InlineData(4, 7, "L5 L6 N0-3")]
    [InlineData(6, 7, "N4-5 N0-3")]
    [InlineData(0, 8, "L1 N2-3 N4-7")]
    [InlineData(5, 8, "L4 N6-7 N0-3")]
    [InlineData(7, 8, "L6 N4-5 N0-3")]
    public void An_inclusion_path_is_made_of_these_hashes(int index, int size, string names)
    {
        var path = Named(names);
        Assert.Equal(path, TileProofs.Inclusion(index, size, Tile));
        Assert.True(InclusionProof.Verify(index, size, Leaves[index], path, MerkleTree.Root(Leaves[..size])));
    }

    [Theory]
    [InlineData(1, 2, "L1")]
    [InlineData(1, 8, "L1 N2-3 N4-7")]
    [InlineData(2, 8, "N2-3 N4-7")]
    [InlineData(3, 7, "L2 L3 N0-1 N4-6")]
    [InlineData(4, 7, "N4-6")]
    [InlineData(6, 7, "N4-5 L6 N0-3")]
    [InlineData(6, 8, "N4-5 N6-7 N0-3")]
    [InlineData(7, 8, "L6 L7 N4-5 N0-3")]
    [InlineData(8, 8, "")]
    public void A_consistency_proof_is_made_of_these_hashes(int old, int size, string names)
    {
        var proof = Named(names);
        Assert.Equal(proof, TileProofs.Consistency(old, size, Tile));
        Assert.True(ConsistencyProof.Verify(old, size, MerkleTree.Root(Leaves[..old]), MerkleTree.Root(Leaves[..size]), proof));
    }

    [Fact]
    public void The_tile_of_three_leaves_is_their_hashes_in_a_row() =>
        Assert.Equal(Hashes["L0"] + Hashes["L1"] + Hashes["L2"], Convert.ToHexStringLower(Assert.Single(Tree(3).TakeChanged()).Hashes));

    [Fact]
    public void A_bundle_puts_each_entry_behind_its_length() =>
        Assert.Equal("0000000100000110" + "00022021", Convert.ToHexStringLower(EntryBundle.Encode(Entries[..4].Select(e => new ReadOnlyMemory<byte>(e)))));

    private static byte[][] Named(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => Convert.FromHexString(Hashes[n]))];

    private static TileTree Tree(int size)
    {
        var tree = TileTree.Empty();
        foreach (var leaf in Leaves[..size]) tree.Append(leaf);
        return tree;
    }

    private static byte[] Tile(TileId id) => id == new TileId(0, 0) ? [.. Leaves.SelectMany(l => l)] : throw new ArgumentOutOfRangeException(nameof(id));
}
