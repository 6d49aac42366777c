using System.Globalization;
using CsCheck;
using Lotmark.Contracts.Freshness;

namespace Lotmark.Contracts.Tests.Freshness;

/// <summary>The map in pages is the map in memory, whatever the order and the steps in which lots come.</summary>
public sealed class PagedLotMapTests
{
    private static readonly Gen<int[][]> Steps = Gen.Int[0, 400].Array[0, 120].Array[1, 6];

    [Fact]
    public Task Its_root_and_its_proofs_are_those_of_the_map_in_memory() => Steps.SampleAsync(async steps =>
    {
        var (memory, stored) = (new LotMap(), new Shelf());
        foreach (var (number, step) in steps.Index())
        {
            var entries = step.Select(lot => new LotMapLeaf(Key(lot), Value(lot, number))).ToList();
            var change = await PagedLotMap.SetAsync(entries, stored.LoadAsync);
            var before = memory.Count;
            foreach (var (key, value) in entries) memory.Set(key, value);
            stored.Save(change);

            Assert.Equal(memory.Root, change.Root);
            Assert.Equal(memory.Root, await PagedLotMap.RootAsync(stored.LoadAsync));
            Assert.Equal(memory.Count - before, change.Added);
        }
        for (var lot = 0; lot < 450; lot += 7)
        {
            var (expected, proof) = (memory.Prove(Key(lot)), await PagedLotMap.ProveAsync(Key(lot), stored.LoadAsync));
            Assert.Equal(expected.Siblings, proof.Siblings);
            Assert.Equal(expected.Terminal?.Key, proof.Terminal?.Key);
            Assert.Equal(expected.Terminal?.Value, proof.Terminal?.Value);
        }
    }, iter: 60);

    [Fact]
    public async Task Lots_whose_keys_agree_for_long_find_their_place()
    {
        var (memory, stored) = (new LotMap(), new Shelf());
        var keys = Enumerable.Range(0, 80).Select(i => (byte[])[.. new byte[30], (byte)(i % 2 * 0x80), (byte)i]).ToList();
        foreach (var key in keys) memory.Set(key, Value(1, 1));

        stored.Save(await PagedLotMap.SetAsync(keys.Select(k => new LotMapLeaf(k, Value(1, 1))), stored.LoadAsync));

        Assert.Equal(memory.Root, await PagedLotMap.RootAsync(stored.LoadAsync));
        foreach (var key in keys.Append([.. new byte[31], 0xff]).Append([0x01, .. new byte[31]]))
            Assert.Equal(memory.Prove(key).Siblings, (await PagedLotMap.ProveAsync(key, stored.LoadAsync)).Siblings);
    }

    [Fact]
    public void A_page_reads_as_it_was_written_and_nothing_else_is_a_page()
    {
        LotMapPage[] pages =
        [
            LotMapPage.Empty,
            new LotMapPage.List([new(Key(1), Value(1, 1)), new(Key(2), Value(2, 2))]),
            new LotMapPage.Branch([.. Enumerable.Range(0, 16).Select(i => new LotMapSubtree((LotMapShape)(i % 3), Key(i)))]),
        ];
        foreach (var page in pages)
        {
            var bytes = page.ToBytes();
            Assert.Equal(bytes, LotMapPage.Parse(bytes).ToBytes());
            Assert.Throws<FormatException>(() => LotMapPage.Parse([.. bytes, 0]));
        }
        Assert.Throws<FormatException>(() => LotMapPage.Parse([]));
        Assert.Throws<FormatException>(() => LotMapPage.Parse([2]));
        Assert.Throws<FormatException>(() => LotMapPage.Parse([1, 3, .. new byte[16 * 33 - 1]]));
    }

    private static byte[] Key(int lot) => LotMapHash.Key(lot.ToString(CultureInfo.InvariantCulture));

    private static byte[] Value(int lot, int step) => LotMapHash.Key($"{lot} {step}");

    private sealed class Shelf
    {
        private readonly Dictionary<string, byte[]> _pages = [];

        public Task<IReadOnlyDictionary<string, LotMapPage>> LoadAsync(IReadOnlyCollection<string> prefixes) => Task.FromResult<IReadOnlyDictionary<string, LotMapPage>>(
            prefixes.Where(_pages.ContainsKey).ToDictionary(p => p, p => LotMapPage.Parse(_pages[p])));

        public void Save(LotMapChange change)
        {
            foreach (var (prefix, page) in change.Pages) _pages[prefix] = page.ToBytes();
        }
    }
}
