using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Generators;

namespace Lotmark.Contracts.Chain;

/// <summary>Opens a V3 keystore (Web3 Secret Storage Definition): scrypt or PBKDF2, AES-128-CTR.</summary>
internal static class Keystore
{
    private const int MostWork = 1 << 20; // scrypt N and PBKDF2 rounds: a hostile file must not stall the start for hours

    /// <summary>The private key in it.</summary>
    /// <exception cref="FormatException">Not such a file, or the wrong password.</exception>
    public static byte[] Open(string json, string password)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var crypto = document.RootElement.EnumerateObject().First(m => m.Name.Equals("crypto", StringComparison.OrdinalIgnoreCase)).Value;
            if (crypto.GetProperty("cipher").GetString() != "aes-128-ctr") throw new FormatException("This keystore's cipher is not aes-128-ctr.");
            var text = Hex(crypto, "ciphertext");
            var derived = Derive(crypto, Encoding.UTF8.GetBytes(password));
            if (!CryptographicOperations.FixedTimeEquals(Keccak.Hash([.. derived.AsSpan(16, 16), .. text]), Hex(crypto, "mac")))
                throw new FormatException("The password does not open this keystore.");
            return Decrypt(derived[..16], Hex(crypto.GetProperty("cipherparams"), "iv"), text);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("This is not a V3 keystore.", e);
        }
    }

    private static byte[] Derive(JsonElement crypto, byte[] password)
    {
        var how = crypto.GetProperty("kdfparams");
        var (salt, length) = (Hex(how, "salt"), how.GetProperty("dklen").GetInt32());
        if (length is < 32 or > 64) throw new FormatException("This keystore derives a key of a length that is not 32 bytes.");
        switch (crypto.GetProperty("kdf").GetString())
        {
            case "scrypt":
                var (n, r, p) = (how.GetProperty("n").GetInt32(), how.GetProperty("r").GetInt32(), how.GetProperty("p").GetInt32());
                if (n > MostWork || r > 32 || p > 16) throw new FormatException("This keystore asks for more work than is sensible.");
                return SCrypt.Generate(password, salt, n, r, p, length);
            case "pbkdf2" when how.GetProperty("prf").GetString() == "hmac-sha256":
                var rounds = how.GetProperty("c").GetInt32();
                if (rounds is < 1 or > MostWork) throw new FormatException("This keystore asks for more work than is sensible.");
                return Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, length);
            default:
                throw new FormatException("This keystore's key derivation is neither scrypt nor PBKDF2-HMAC-SHA-256.");
        }
    }

    // .NET has no counter mode: the counter is encrypted block by block.
    private static byte[] Decrypt(byte[] key, byte[] counter, byte[] text)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var clear = new byte[text.Length];
        for (var at = 0; at < text.Length; at += 16)
        {
            var stream = aes.EncryptEcb(counter, PaddingMode.None);
            for (var i = at; i < Math.Min(at + 16, text.Length); i++) clear[i] = (byte)(text[i] ^ stream[i - at]);
            for (var i = 15; i >= 0 && ++counter[i] == 0; i--) { }
        }
        return clear;
    }

    private static byte[] Hex(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString()!);
}
