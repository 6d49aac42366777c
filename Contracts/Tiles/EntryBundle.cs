using System.Buffers.Binary;

namespace Lotmark.Contracts.Tiles;

/// <summary>Entries one after the other, each behind its length as a big-endian uint16 (C2SP tlog-tiles).</summary>
public static class EntryBundle
{
    /// <summary>The longest entry that fits.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>Writes a bundle of at most 256 entries.</summary>
    /// <exception cref="ArgumentException">An entry is longer than 65,535 bytes, or there are too many.</exception>
    public static byte[] Encode(IEnumerable<ReadOnlyMemory<byte>> entries)
    {
        using var bundle = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        var count = 0;
        foreach (var entry in entries)
        {
            if (++count > TileId.FullWidth) throw new ArgumentException($"A bundle has at most {TileId.FullWidth} entries.", nameof(entries));
            if (entry.Length > MaxEntryBytes) throw new ArgumentException($"An entry has {entry.Length} bytes; at most {MaxEntryBytes} fit.", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
            bundle.Write(length);
            bundle.Write(entry.Span);
        }
        return bundle.ToArray();
    }

    /// <summary>Reads a bundle.</summary>
    /// <exception cref="FormatException">It ends in the middle of an entry, or has more than 256.</exception>
    public static IReadOnlyList<byte[]> Decode(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (!bundle.IsEmpty)
        {
            if (bundle.Length < 2 || bundle.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(bundle)) throw new FormatException("The bundle ends in the middle of an entry.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle);
            if (entries.Count == TileId.FullWidth) throw new FormatException($"A bundle has at most {TileId.FullWidth} entries.");
            entries.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(2 + length)..];
        }
        return entries;
    }
}
