using System.Security.Cryptography;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class AnchorCallsTests
{
    [Theory]
    [InlineData("latest()", "52bfe789")]
    [InlineData("count()", "06661abd")]
    [InlineData("anchorAt(uint64)", "e4942e5e")]
    [InlineData("rootAt(uint64)", "eaa38b41")]
    [InlineData("anchor(uint64,bytes32,bytes32[])", "9e1515d2")]
    [InlineData("verifyInclusion(bytes32,uint64,uint64,bytes32[])", "82c9321e")]
    public void A_selector_is_the_published_one(string signature, string selector) => Assert.Equal(selector, Convert.ToHexStringLower(AnchorArtifact.Selector(signature)));

    [Theory]
    [InlineData("76c6c93a", "NotOperator")]
    [InlineData("0bcdc6e5", "SizeNotIncreasing")]
    [InlineData("b263ae73", "ZeroRoot")]
    [InlineData("498c3dc9", "UnexpectedProof")]
    [InlineData("db82cb5e", "BadConsistencyProof")]
    [InlineData("1dee3ffa", "UnknownSize")]
    [InlineData("5afd7fec", "IndexOutOfRange")]
    [InlineData("118cdaa7", "OwnableUnauthorizedAccount")]
    [InlineData("08c379a0", "Error")]
    public void An_error_is_told_by_its_selector(string selector, string name) => Assert.Equal(name, AnchorArtifact.Errors[selector]);

    [Fact]
    public void An_anchor_is_five_words_and_its_proof()
    {
        var (root, first, second) = (SHA256.HashData([1]), SHA256.HashData([2]), SHA256.HashData([3]));
        var call = Convert.ToHexStringLower(AnchorCalls.Anchor(3, root, [first, second]));

        Assert.Equal($"9e1515d2{3:x64}{Convert.ToHexStringLower(root)}{0x60:x64}{2:x64}{Convert.ToHexStringLower([.. first, .. second])}", call);
    }

    [Fact]
    public void A_root_or_hash_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AnchorCalls.Anchor(3, new byte[31], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnchorCalls.Anchor(3, new byte[32], [new byte[33]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnchorCalls.RootAt(-1));
    }
}
