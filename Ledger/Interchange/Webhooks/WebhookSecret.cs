using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Secrets and signatures as Standard Webhooks has them (https://www.standardwebhooks.com).</summary>
public static class WebhookSecret
{
    /// <summary>Header with the id of a message: the same however often it is sent.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>Header with the time of the try, seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>Header with the signatures, separated by blanks.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string Prefix = "whsec_";
    private const int Length = 32; // the specification asks for 24 to 64 bytes

    /// <summary>A new secret.</summary>
    public static byte[] New() => RandomNumberGenerator.GetBytes(Length);

    /// <summary>A secret as its owner keeps it: <c>whsec_</c> and base64.</summary>
    public static string Written(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>The id of a message as its receivers see it.</summary>
    public static string IdOf(Guid message) => $"msg_{message:N}";

    /// <summary>One signature for each secret: <c>v1,</c> and the base64 of HMAC-SHA-256 over <c>id.timestamp.body</c>.</summary>
    public static string Sign(string id, long timestamp, string body, params IEnumerable<byte[]> secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}
