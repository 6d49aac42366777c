using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Freshness;

/// <summary>
/// A part of the map as it is stored: the subtree under the first digits of the key in hexadecimal, <see cref="BitsPerDigit" /> levels
/// deep. A page of few lots lists them; a fuller one holds the hashes of sixteen pages below.
/// </summary>
/// <remarks>
/// Bytes: <c>00</c> and for each lot key and value (64 bytes), in the order of keys; or <c>01</c> and for each of the sixteen digits
/// shape (1 byte) and hash (32 bytes).
/// </remarks>
public abstract record LotMapPage
{
    /// <summary>Levels of the map in one page: a hexadecimal digit of the key.</summary>
    public const int BitsPerDigit = 4;

    /// <summary>Most lots that a page lists; with one more it is divided.</summary>
    public const int Capacity = 32;

    private const int Digits = 1 << BitsPerDigit;
    private const byte ListMark = 0;
    private const byte BranchMark = 1;
    private const int LotSize = 2 * MerkleTree.HashSize;
    private const int ChildSize = 1 + MerkleTree.HashSize;

    private LotMapPage() { }

    /// <summary>A page that lists its lots, in the order of their keys.</summary>
    public sealed record List(LotMapLeaf[] Lots) : LotMapPage;

    /// <summary>A page that is divided: what the page under each digit holds.</summary>
    public sealed record Branch(LotMapSubtree[] Children) : LotMapPage
    {
        /// <summary>The subtrees of this page's next digit at one of its levels: 16 at the lowest, then 8, 4, 2, and the page itself.</summary>
        internal LotMapSubtree[] Level(int level)
        {
            var subtrees = Children;
            for (var at = BitsPerDigit; at > level; at--) subtrees = Halved(subtrees);
            return subtrees;
        }

        private static LotMapSubtree[] Halved(LotMapSubtree[] subtrees) =>
            [.. Enumerable.Range(0, subtrees.Length / 2).Select(i => LotMapSubtree.Join(subtrees[2 * i], subtrees[2 * i + 1]))];
    }

    /// <summary>A page without lots.</summary>
    public static LotMapPage Empty { get; } = new List([]);

    /// <summary>What the page holds as a whole.</summary>
    /// <param name="digits">Length of the prefix that it stands under.</param>
    public LotMapSubtree Subtree(int digits) => this switch
    {
        List list => LotMapSubtree.Of(list.Lots, digits * BitsPerDigit),
        Branch branch => branch.Level(0)[0],
        _ => throw new InvalidOperationException("A page is a list or a branch."),
    };

    /// <summary>The page as it is stored.</summary>
    public byte[] ToBytes() => this switch
    {
        List list => Written(ListMark, list.Lots.Length * LotSize, bytes =>
        {
            foreach (var (key, value) in list.Lots)
            {
                bytes.Write(key);
                bytes.Write(value);
            }
        }),
        Branch branch => Written(BranchMark, Digits * ChildSize, bytes =>
        {
            foreach (var (shape, hash) in branch.Children)
            {
                bytes.WriteByte((byte)shape);
                bytes.Write(hash);
            }
        }),
        _ => throw new InvalidOperationException("A page is a list or a branch."),
    };

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">These are not the bytes of a page.</exception>
    public static LotMapPage Parse(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [ListMark, .. var lots] when lots.Length % LotSize == 0 => new List(ReadLots(lots)),
        [BranchMark, .. var children] when children.Length == Digits * ChildSize => new Branch(ReadChildren(children)),
        _ => throw new FormatException("This is not a page of the lot map."),
    };

    /// <summary>Which digit of a key stands at a place, 0 to 15.</summary>
    public static int DigitOf(ReadOnlySpan<byte> key, int place) => place % 2 == 0 ? key[place / 2] >> 4 : key[place / 2] & 0x0f;

    /// <summary>The first digits of a key: the prefix of a page.</summary>
    public static string PrefixOf(ReadOnlySpan<byte> key, int digits) => Convert.ToHexStringLower(key[..((digits + 1) / 2)])[..digits];

    private static byte[] Written(byte mark, int size, Action<MemoryStream> write)
    {
        var bytes = new byte[1 + size];
        using var stream = new MemoryStream(bytes);
        stream.WriteByte(mark);
        write(stream);
        return bytes;
    }

    private static LotMapLeaf[] ReadLots(ReadOnlySpan<byte> bytes)
    {
        var lots = new LotMapLeaf[bytes.Length / LotSize];
        for (var i = 0; i < lots.Length; i++, bytes = bytes[LotSize..])
            lots[i] = new(bytes[..MerkleTree.HashSize].ToArray(), bytes[MerkleTree.HashSize..LotSize].ToArray());
        return lots;
    }

    private static LotMapSubtree[] ReadChildren(ReadOnlySpan<byte> bytes)
    {
        var children = new LotMapSubtree[Digits];
        for (var i = 0; i < Digits; i++, bytes = bytes[ChildSize..])
        {
            if (bytes[0] > (byte)LotMapShape.Many) throw new FormatException("A page of the lot map has a child of no known shape.");
            children[i] = new((LotMapShape)bytes[0], bytes[1..ChildSize].ToArray());
        }
        return children;
    }
}
