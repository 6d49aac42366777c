using Lotmark.Contracts.Chain;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>Who signed: the public key from a signature, as every node recovers it (SEC 1, section 4.1.6).</summary>
internal static class Recovery
{
    public static string Signer(byte[] hash, RecoverableSignature signature)
    {
        var (curve, n) = (Secp256k1.Curve, Secp256k1.Curve.N);
        var (r, s, z) = (new BigInteger(1, signature.R), new BigInteger(1, signature.S), new BigInteger(1, hash));
        var point = curve.Curve.DecodePoint([(byte)(signature.YParity ? 3 : 2), .. signature.R]);
        var key = ECAlgorithms.SumOfTwoMultiplies(point, s.Multiply(r.ModInverse(n)).Mod(n), curve.G, n.Subtract(z.Multiply(r.ModInverse(n)).Mod(n))).Normalize();
        return EthereumAddress.OfPublicKey(key.GetEncoded(compressed: false).AsSpan(1)).ToString();
    }
}
