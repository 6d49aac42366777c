using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Evidence;

internal static class LowerHex
{
    public static bool TryDecodeHash(string text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = text.Length == 2 * MerkleTree.HashSize && text.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(text) : null;
        return hash is not null;
    }
}
