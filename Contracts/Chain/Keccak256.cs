using Org.BouncyCastle.Crypto.Digests;

namespace Lotmark.Contracts.Chain;

/// <summary>The hash of Ethereum: Keccak with its first padding, which is not SHA3-256.</summary>
internal static class Keccak256
{
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(data);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash);
        return hash;
    }
}
