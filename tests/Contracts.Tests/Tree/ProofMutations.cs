namespace Lotmark.Contracts.Tests.Tree;

public static class ProofMutations
{
    /// <summary>Each hash with one bit changed, one hash dropped at either end, one added at either end.</summary>
    public static IEnumerable<byte[][]> Of(byte[][] proof)
    {
        for (var i = 0; i < proof.Length; i++) yield return [.. proof[..i], Flipped(proof[i], 37 * i % 256), .. proof[(i + 1)..]];
        if (proof.Length > 0)
        {
            yield return proof[1..];
            yield return proof[..^1];
        }
        foreach (var extra in (byte[][])[new byte[32], .. proof.Take(1), .. proof.TakeLast(1)])
        {
            yield return [extra, .. proof];
            yield return [.. proof, extra];
        }
    }

    public static byte[] Flipped(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8 % bytes.Length] ^= (byte)(1 << bit % 8);
        return flipped;
    }
}
