namespace Lotmark.Contracts.Tests.Chain;

/// <summary>Reads what the product only writes: one flat list of strings.</summary>
internal static class RlpReader
{
    public static List<byte[]> Strings(ReadOnlySpan<byte> list)
    {
        var content = Item(list, 0xc0, out var rest);
        Assert.True(rest.IsEmpty);
        var strings = new List<byte[]>();
        while (!content.IsEmpty)
        {
            // The access list of a transaction is the only list inside, and empty.
            strings.Add(Item(content, content[0] >= 0xc0 ? (byte)0xc0 : (byte)0x80, out content).ToArray());
        }
        return strings;
    }

    private static ReadOnlySpan<byte> Item(ReadOnlySpan<byte> bytes, byte offset, out ReadOnlySpan<byte> rest)
    {
        var first = bytes[0];
        var (start, length) = first < 0x80 ? (0, 1) : (1, first - offset);
        if (length > 55)
        {
            start = 1 + length - 55;
            length = bytes[1..start].ToArray().Aggregate(0, (sum, b) => (sum << 8) | b);
        }
        rest = bytes[(start + length)..];
        return bytes.Slice(start, length);
    }
}
