using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Notes;

// Base64 in its one spelling: no white space, padded, unused bits zero (RFC 4648, sections 3.5 and 4).
internal static class StrictBase64
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var decoded = new byte[text.Length / 4 * 3];
        bytes = Convert.TryFromBase64String(text, decoded, out var written) && Convert.ToBase64String(decoded, 0, written) == text ? decoded[..written] : null;
        return bytes is not null;
    }

    public static bool TryDecodeHash(string text, [NotNullWhen(true)] out byte[]? hash)
    {
        // 32 bytes take 44 characters: longer ones need no decoding.
        if (text.Length == 44 && TryDecode(text, out hash) && hash.Length == MerkleTree.HashSize) return true;
        hash = null;
        return false;
    }
}
