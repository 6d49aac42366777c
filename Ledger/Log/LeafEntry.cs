using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotmark.Contracts.Json;

namespace Lotmark.Ledger.Log;

/// <summary>
/// The bytes of a leaf: the canonical JSON (RFC 8785) of <c>{data, lot, previous, recordedAt, type, version}</c>. They are made
/// once, from the event as stored, and kept; nothing ever makes them a second time.
/// </summary>
public static class LeafEntry
{
    /// <summary>Builds the bytes.</summary>
    /// <param name="lot">Name of the lot.</param>
    /// <param name="version">Number of the event within the lot, from 1.</param>
    /// <param name="type">Stored name of the event type.</param>
    /// <param name="recordedAt">When it was recorded.</param>
    /// <param name="data">The event's JSON as stored, UTF-8. Confidential values go into the leaf as their salted hash.</param>
    /// <param name="previous">Leaf hash of the lot's preceding event; null for its first.</param>
    /// <exception cref="FormatException">The JSON has no canonical form.</exception>
    public static byte[] Build(string lot, int version, string type, DateTime recordedAt, ReadOnlyMemory<byte> data, byte[]? previous)
    {
        // Written in the order of the canonical form.
        var entry = new ArrayBufferWriter<byte>(data.Length + 512);
        entry.Write("{\"data\":"u8);
        CanonicalJson.Write(data, entry, Sealed);
        entry.Write(",\"lot\":"u8);
        CanonicalJson.WriteString(lot, entry);
        entry.Write(",\"previous\":"u8);
        if (previous is null) entry.Write("null"u8);
        else CanonicalJson.WriteString(Convert.ToHexStringLower(previous), entry);
        entry.Write(",\"recordedAt\":"u8);
        CanonicalJson.WriteString(Instant(recordedAt), entry);
        entry.Write(",\"type\":"u8);
        CanonicalJson.WriteString(type, entry);
        entry.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"version\":{version}}}")));
        return entry.WrittenSpan.ToArray();
    }

    /// <summary>Builds the bytes from the JSON as a string.</summary>
    /// <inheritdoc cref="Build(string, int, string, DateTime, ReadOnlyMemory{byte}, byte[])" />
    public static byte[] Build(string lot, int version, string type, DateTime recordedAt, string data, byte[]? previous) =>
        Build(lot, version, type, recordedAt, Encoding.UTF8.GetBytes(data), previous);

    /// <summary>The one spelling of an instant in the log: UTC, microseconds, as PostgreSQL keeps them.</summary>
    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What stands in a leaf for a confidential value: SHA-256 over the salt's bytes and the value in UTF-8.</summary>
    public static byte[] Commitment(ReadOnlySpan<byte> salt, string value) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(value)]);

    // What stands in a leaf for {"confidential":"…","salt":"…"} and nothing else.
    private static byte[]? Sealed(JsonElement element) =>
        element.GetPropertyCount() == 2
        && element.TryGetProperty("confidential", out var value)
        && element.TryGetProperty("salt", out var salt)
            ? Encoding.ASCII.GetBytes($"{{\"sha256\":\"{Convert.ToHexStringLower(Commitment(salt.GetBytesFromBase64(), value.GetString()!))}\"}}")
            : null;
}
