using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Lotmark.Contracts.Chain;

/// <summary>A private key under a password, as Ethereum's tools keep it (Web3 secret storage, version 3).</summary>
internal static class V3Keystore
{
    private const int DerivedSize = 32;
    private const int MaxScryptBytes = 1 << 30;
    private const int MaxRounds = 10_000_000;

    /// <exception cref="FormatException">Not a keystore of this version, parameters that are out of bounds, or a wrong password.</exception>
    public static byte[] Decrypt(ReadOnlyMemory<byte> json, string password)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        var derived = Array.Empty<byte>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.GetProperty("version").GetInt32() != 3) throw new FormatException("The keystore is not of version 3.");
            var crypto = document.RootElement.GetProperty("crypto");
            if (crypto.GetProperty("cipher").GetString() != "aes-128-ctr") throw new FormatException("The keystore's cipher is not aes-128-ctr.");
            var ciphertext = Bytes(crypto, "ciphertext");

            derived = Derive(crypto.GetProperty("kdf").GetString(), crypto.GetProperty("kdfparams"), secret);
            var mac = Keccak256.Hash([.. derived.AsSpan(16), .. ciphertext]);
            if (!CryptographicOperations.FixedTimeEquals(mac, Bytes(crypto, "mac"))) throw new FormatException("The password is not that of the keystore.");

            var cipher = CipherUtilities.GetCipher("AES/CTR/NoPadding");
            cipher.Init(false, new ParametersWithIV(new KeyParameter(derived, 0, 16), Bytes(crypto.GetProperty("cipherparams"), "iv")));
            return cipher.DoFinal(ciphertext);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The keystore is malformed.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static byte[] Derive(string? function, JsonElement parameters, byte[] secret)
    {
        if (parameters.GetProperty("dklen").GetInt32() != DerivedSize) throw new FormatException($"The keystore's dklen is not {DerivedSize}.");
        var salt = Bytes(parameters, "salt");
        switch (function)
        {
            case "pbkdf2":
                var rounds = parameters.GetProperty("c").GetInt32();
                if (parameters.GetProperty("prf").GetString() != "hmac-sha256" || rounds is < 1 or > MaxRounds) throw new FormatException("The keystore's PBKDF2 parameters are out of bounds.");
                return Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, HashAlgorithmName.SHA256, DerivedSize);
            case "scrypt":
                var (n, r, p) = (parameters.GetProperty("n").GetInt32(), parameters.GetProperty("r").GetInt32(), parameters.GetProperty("p").GetInt32());
                if (n < 2 || r is < 1 or > 64 || p is < 1 or > 64 || 128L * n * r > MaxScryptBytes) throw new FormatException("The keystore's scrypt parameters are out of bounds.");
                return SCrypt.Generate(secret, salt, n, r, p, DerivedSize);
            default:
                throw new FormatException("The keystore's key derivation is neither scrypt nor pbkdf2.");
        }
    }

    private static byte[] Bytes(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString() ?? "");
}
