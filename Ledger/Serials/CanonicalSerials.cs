using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Ledger.Serials;

/// <summary>The text by whose hash an event names serial numbers: ordered by their characters' codes, each ended by a line feed.</summary>
public static class CanonicalSerials
{
    /// <summary>SHA-256 of that text, hex.</summary>
    /// <param name="sorted">The serial numbers in ordinal order.</param>
    public static string Hash(IEnumerable<string> sorted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var serial in sorted) hash.AppendData(Encoding.ASCII.GetBytes(serial + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
