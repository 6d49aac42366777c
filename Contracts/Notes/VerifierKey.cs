using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Contracts.Notes;

/// <summary>The public key of a signer of notes (C2SP signed-note). A key is its name and its id together.</summary>
/// <param name="Name">Name of the key: not empty, no space, no plus.</param>
/// <param name="Id">First four bytes of SHA-256(name || 0x0A || 0x01 || public key).</param>
/// <param name="PublicKey">Ed25519 public key, 32 bytes.</param>
public sealed record VerifierKey(string Name, uint Id, byte[] PublicKey)
{
    internal const byte Ed25519 = 0x01;

    /// <summary>The key of this name.</summary>
    public static VerifierKey Of(string name, byte[] publicKey) =>
        new(name, BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0x0A, Ed25519, .. publicKey])), publicKey);

    /// <summary>The vkey: <c>name+id+base64(0x01 || public key)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([Ed25519, .. PublicKey])}");

    /// <summary>Reads a vkey. The id must be that of the key.</summary>
    public static bool TryParse(string vkey, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        var parts = vkey.Split('+', 3);
        Span<byte> typed = stackalloc byte[33];
        if (parts.Length != 3 || parts[0].Length == 0 || parts[0].Any(char.IsWhiteSpace)) return false;
        if (!Convert.TryFromBase64String(parts[2], typed, out var written) || written != 33 || typed[0] != Ed25519) return false;
        var parsed = Of(parts[0], typed[1..].ToArray());
        if (parsed.ToString() != vkey) return false;
        key = parsed;
        return true;
    }
}
