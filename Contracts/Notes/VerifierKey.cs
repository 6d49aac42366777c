using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Lotmark.Contracts.Notes;

/// <summary>The public key of a signer of notes (C2SP signed-note). A key is its name and its id together.</summary>
/// <param name="Name">Name of the key: not empty, no space, no plus.</param>
/// <param name="Id">First four bytes of SHA-256(name || 0x0A || type || public key).</param>
/// <param name="PublicKey">Ed25519 public key, 32 bytes.</param>
/// <param name="Type">What the key signs.</param>
public sealed record VerifierKey(string Name, uint Id, byte[] PublicKey, KeyType Type = KeyType.Ed25519)
{
    private const int TimeBytes = 8;

    /// <summary>The key of this name.</summary>
    public static VerifierKey Of(string name, byte[] publicKey, KeyType type = KeyType.Ed25519) =>
        new(name, BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0x0A, (byte)type, .. publicKey])), publicKey, type);

    /// <summary>The vkey: <c>name+id+base64(type || public key)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. PublicKey])}");

    /// <summary>Keys are equal when their vkeys are.</summary>
    public bool Equals(VerifierKey? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Id);

    /// <summary>Reads a vkey. The id must be that of the key, and the key a point of the group's full order.</summary>
    public static bool TryParse(string vkey, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = null;
        // The base64 may contain a plus itself: only the first two separate.
        var parts = vkey.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0])) return false;
        if (!StrictBase64.TryDecode(parts[2], out var typed) || typed.Length != 1 + Ed25519.PublicKeySize || !Enum.IsDefined((KeyType)typed[0])) return false;

        var parsed = Of(parts[0], typed[1..], (KeyType)typed[0]);
        // Under a key of small order a signature can be found that holds for any text.
        if (parsed.ToString() != vkey || !Ed25519.ValidatePublicKeyFull(parsed.PublicKey, 0)) return false;
        key = parsed;
        return true;
    }

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '+' or '\ufeff') && NoteText.TryEncode(name, out _);

    // The bytes behind the key id of a signature line, over the text of the note.
    internal bool Verifies(ReadOnlySpan<byte> signature, string text)
    {
        var signed = text;
        if (Type == KeyType.Cosignature)
        {
            if (signature.Length != TimeBytes + Ed25519.SignatureSize) return false;
            signed = string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {BinaryPrimitives.ReadUInt64BigEndian(signature)}\n{text}");
            signature = signature[TimeBytes..];
        }
        if (signature.Length != Ed25519.SignatureSize || !NoteText.TryEncode(signed, out var message)) return false;
        return Ed25519.Verify(signature.ToArray(), 0, PublicKey, 0, message, 0, message.Length);
    }
}
