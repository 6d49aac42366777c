using System.Globalization;
using System.Text;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Tree;

/// <summary>The recursive definitions of RFC 9162, section 2.1, word for word: what clever code is compared with.</summary>
public static class ReferenceTree
{
    public static byte[][] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))))];

    public static byte[] Root(byte[][] d) => d.Length switch
    {
        0 => MerkleTree.EmptyRoot,
        1 => d[0],
        _ => MerkleTree.NodeHash(Root(d[..Split(d)]), Root(d[Split(d)..])),
    };

    public static byte[][] Path(int m, byte[][] d)
    {
        if (d.Length == 1) return [];
        var k = Split(d);
        return m < k ? [.. Path(m, d[..k]), Root(d[k..])] : [.. Path(m - k, d[k..]), Root(d[..k])];
    }

    public static byte[][] Proof(int m, byte[][] d) => Sub(m, d, true);

    private static byte[][] Sub(int m, byte[][] d, bool whole)
    {
        if (m == d.Length) return whole ? [] : [Root(d)];
        var k = Split(d);
        return m <= k ? [.. Sub(m, d[..k], whole), Root(d[k..])] : [.. Sub(m - k, d[k..], false), Root(d[..k])];
    }

    private static int Split(byte[][] d)
    {
        var k = 1;
        while (k * 2 < d.Length) k *= 2;
        return k;
    }
}
