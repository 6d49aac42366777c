using System.Numerics;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;

namespace Lotmark.Contracts.Chain;

/// <summary>A secp256k1 key that signs transactions.</summary>
public sealed class SigningKey
{
    private static readonly Org.BouncyCastle.Asn1.X9.X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");

    // The first accounts of "test test test test test test test test test test test junk", which every dev chain funds.
    private static readonly string[] WellKnown =
    [
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
        "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a", "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6",
        "47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a", "8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba",
        "92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e", "4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356",
        "dbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97", "2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6",
    ];

    private readonly Org.BouncyCastle.Math.BigInteger _secret;

    private SigningKey(byte[] secret)
    {
        _secret = new(1, secret);
        if (_secret.SignValue == 0 || _secret.CompareTo(Curve.N) >= 0) throw new FormatException("This is not a private key of secp256k1.");
        Address = EthereumAddress.Write(Keccak.Hash(Curve.G.Multiply(_secret).GetEncoded(compressed: false).AsSpan(1)).AsSpan(12));
        IsWellKnown = WellKnown.Contains(Convert.ToHexStringLower(secret));
    }

    /// <summary>The account of this key.</summary>
    public string Address { get; }

    /// <summary>Whether all the world knows this key: good for a dev chain and nothing else.</summary>
    public bool IsWellKnown { get; }

    /// <summary>The dev chain's account that owns the contract.</summary>
    public static SigningKey DevOwner { get; } = FromHex(WellKnown[0]);

    /// <summary>The dev chain's account that anchors.</summary>
    public static SigningKey DevOperator { get; } = FromHex(WellKnown[1]);

    /// <summary>From 64 hex digits, with or without 0x.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static SigningKey FromHex(string hex)
    {
        var digits = hex.Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) digits = digits[2..];
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit)
            ? new(Convert.FromHexString(digits))
            : throw new FormatException("A raw private key is 64 hex digits."); // never the text itself: it may be most of a key
    }

    /// <summary>From a file: 64 hex digits, or a V3 keystore with its password.</summary>
    /// <exception cref="FormatException">Neither, or the wrong password.</exception>
    public static SigningKey FromFile(string path, string? password)
    {
        var content = File.ReadAllText(path).Trim();
        return content.StartsWith('{') ? new(Keystore.Open(content, password ?? "")) : FromHex(content);
    }

    /// <summary>Signs a hash: r and s with s in the lower half (EIP-2), and which of the two points it was.</summary>
    internal (BigInteger R, BigInteger S, int YParity) Sign(byte[] hash)
    {
        // k is drawn as RFC 6979 says, so that the same hash has one signature and no random source can betray the key.
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Curve.N, _secret, hash);
        while (true)
        {
            var k = nonces.NextK();
            var point = Curve.G.Multiply(k).Normalize();
            var r = point.AffineXCoord.ToBigInteger().Mod(Curve.N);
            var s = k.ModInverse(Curve.N).Multiply(new Org.BouncyCastle.Math.BigInteger(1, hash).Add(r.Multiply(_secret))).Mod(Curve.N);
            if (r.SignValue == 0 || s.SignValue == 0) continue;
            var odd = point.AffineYCoord.ToBigInteger().TestBit(0);
            if (s.CompareTo(Curve.N.ShiftRight(1)) > 0) (s, odd) = (Curve.N.Subtract(s), !odd);
            return (new(r.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true), new(s.ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true), odd ? 1 : 0);
        }
    }
}
