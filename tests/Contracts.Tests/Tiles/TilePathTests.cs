using Lotmark.Contracts.Tiles;

namespace Lotmark.Contracts.Tests.Tiles;

public sealed class TilePathTests
{
    [Theory]
    [InlineData("tile/0/000", 0, 0, 256, false)]
    [InlineData("tile/1/067", 1, 67, 256, false)]
    [InlineData("tile/63/x001/000.p/1", 63, 1000, 1, false)]
    [InlineData("tile/0/x001/x234/067.p/255", 0, 1234067, 255, false)]
    [InlineData("tile/entries/000.p/4", 0, 0, 4, true)]
    [InlineData("tile/0/x036/x028/x797/x018/x963/967", 0, 36028797018963967, 256, false)]
    public void The_one_spelling_is_read_and_written(string path, int level, long index, int width, bool entries)
    {
        Assert.True(TilePath.TryParse(path, out var tile));
        Assert.Equal(new TilePath(new(level, index), width, entries), tile);
        Assert.Equal(path, tile.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000\n")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/0/\u0660\u0660\u0660")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/x036/x028/x797/x018/x963/968")] // would start at leaf 2^63
    [InlineData("tile/entries/x036/x028/x797/x018/x963/968")]
    public void Another_spelling_is_refused(string? path) => Assert.False(TilePath.TryParse(path, out _));

    [Fact]
    public void A_bundle_reads_back_and_one_cut_short_is_refused()
    {
        byte[][] entries = [[], [1], new byte[EntryBundle.MaxEntryBytes]];
        var bundle = EntryBundle.Encode(entries.Select(e => new ReadOnlyMemory<byte>(e)));
        Assert.Equal(entries, EntryBundle.Decode(bundle));
        Assert.Throws<FormatException>(() => EntryBundle.Decode(bundle.AsSpan(..^1)));
        Assert.Throws<FormatException>(() => EntryBundle.Decode([0]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([new byte[EntryBundle.MaxEntryBytes + 1]]));
    }

    [Fact]
    public void A_bundle_has_at_most_256_entries_of_at_most_65535_bytes()
    {
        Assert.Single(EntryBundle.Decode(EntryBundle.Encode([new byte[EntryBundle.MaxEntryBytes]])));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([new byte[EntryBundle.MaxEntryBytes + 1]]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode(Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, 257)));
        Assert.Throws<FormatException>(() => EntryBundle.Decode(new byte[2 * 257]));
    }
}
