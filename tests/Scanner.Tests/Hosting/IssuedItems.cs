using System.Collections.Concurrent;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Serials;

namespace Lotmark.Scanner.Tests.Hosting;

/// <summary>Codes of items that a test issued, with their scans.</summary>
public sealed class IssuedItems : IItemCodes
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<(DigitalLink, string), ItemScans> _items = [];

    /// <summary>Issues a code; the path of its address.</summary>
    public string Issue(DigitalLink lot, string serial, ItemScans? scans = null)
    {
        _items[(lot, serial)] = scans ?? ItemScans.None;
        return $"/{lot.Path}/21/{DigitalLink.Encode(serial)}";
    }

    /// <summary>How often a code was scanned.</summary>
    public long ScansOf(DigitalLink lot, string serial) => _items[(lot, serial)].Total;

    /// <inheritdoc />
    public ValueTask<ItemScans?> FindAsync(DigitalLink lot, string serial, bool scanned, CancellationToken cancel)
    {
        if (!_items.TryGetValue((lot, serial), out var scans)) return new((ItemScans?)null);
        if (scanned) scans = _items.AddOrUpdate((lot, serial), scans, (_, before) => before.And(ItemScans.Once(Now, DateOnly.FromDateTime(Now.Date))));
        return new(scans);
    }
}
