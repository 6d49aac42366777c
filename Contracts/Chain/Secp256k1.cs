using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace Lotmark.Contracts.Chain;

/// <summary>A signature that tells its public key.</summary>
/// <param name="YParity">Oddness of R.y.</param>
/// <param name="R">R.x, unsigned big-endian, 32 bytes.</param>
/// <param name="S">At most half the order, unsigned big-endian, 32 bytes.</param>
internal sealed record RecoverableSignature(bool YParity, byte[] R, byte[] S);

/// <summary>ECDSA on secp256k1 as Ethereum takes it.</summary>
internal static class Secp256k1
{
    public const int KeySize = 32;

    public static readonly X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");

    public static bool IsKey(ReadOnlySpan<byte> key) => key.Length == KeySize && new BigInteger(1, key) is { SignValue: > 0 } d && d.CompareTo(Curve.N) < 0;

    /// <summary>x and y, 64 bytes.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> key) =>
        new FixedPointCombMultiplier().Multiply(Curve.G, new BigInteger(1, key)).Normalize().GetEncoded(compressed: false)[1..];

    public static RecoverableSignature Sign(ReadOnlySpan<byte> key, byte[] hash)
    {
        var (n, d, z) = (Curve.N, new BigInteger(1, key), new BigInteger(1, hash));
        var nonces = new HMacDsaKCalculator(new Sha256Digest()); // RFC 6979: no random number that could be bad
        nonces.Init(n, d, hash);
        while (true)
        {
            var k = nonces.NextK();
            var point = new FixedPointCombMultiplier().Multiply(Curve.G, k).Normalize();
            var r = point.AffineXCoord.ToBigInteger();
            var s = k.ModInverse(n).Multiply(z.Add(r.Multiply(d))).Mod(n);
            // An x beyond the order could not be told by the parity alone.
            if (r.SignValue == 0 || r.CompareTo(n) >= 0 || s.SignValue == 0) continue;

            var yParity = point.AffineYCoord.TestBitZero();
            var high = s.CompareTo(n.ShiftRight(1)) > 0;
            return new(yParity != high, Bytes(r), Bytes(high ? n.Subtract(s) : s));
        }
    }

    private static byte[] Bytes(BigInteger value)
    {
        var unsigned = value.ToByteArrayUnsigned();
        return [.. new byte[KeySize - unsigned.Length], .. unsigned];
    }
}
