using Org.BouncyCastle.Crypto.Digests;

namespace Lotmark.Contracts.Chain;

/// <summary>Keccak-256 as Ethereum uses it. SHA3-256 pads differently and is another function.</summary>
internal static class Keccak
{
    /// <summary>The hash, 32 bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var digest = new KeccakDigest(256);
        digest.BlockUpdate(data);
        var hash = new byte[32];
        digest.DoFinal(hash);
        return hash;
    }
}
