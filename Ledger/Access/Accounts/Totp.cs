using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Lotmark.Ledger.Access.Accounts;

/// <summary>Time-based one-time passwords (RFC 6238; RFC 4226): HMAC-SHA-1, steps of 30 seconds, six digits, as authenticator apps have them.</summary>
public static class Totp
{
    /// <summary>Length of a new secret in bytes (RFC 4226, section 4, R6).</summary>
    public const int SecretLength = 20;

    private const int StepSeconds = 30, Digits = 6, Modulus = 1_000_000;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of an instant.</summary>
    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "What RFC 6238 says and authenticator apps do; an HMAC needs no collision resistance.")]
    public static string CodeOf(byte[] secret, long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var mac = HMACSHA1.HashData(secret, counter);
        var offset = mac[^1] & 0xF;
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(offset, 4)) & int.MaxValue) % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that a code belongs to: this one, the one before or the one after, and later than the last that was used; null for none.</summary>
    public static long? Match(byte[] secret, string code, DateTimeOffset now, long lastUsed)
    {
        var typed = System.Text.Encoding.ASCII.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
            if (step > lastUsed && CryptographicOperations.FixedTimeEquals(typed, System.Text.Encoding.ASCII.GetBytes(CodeOf(secret, step)))) return step;
        return null;
    }

    /// <summary>A secret as people type it (RFC 4648, section 6).</summary>
    public static string Written(byte[] secret)
    {
        var text = new char[(secret.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var (at, shift) = (i * 5 / 8, 11 - i * 5 % 8);
            var pair = secret[at] << 8 | (at + 1 < secret.Length ? secret[at + 1] : 0);
            text[i] = Base32[pair >> shift & 31];
        }
        return new(text);
    }

    /// <summary>What an authenticator app scans.</summary>
    public static string Uri(string issuer, string account, byte[] secret) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={Written(secret)}&issuer={System.Uri.EscapeDataString(issuer)}";
}
