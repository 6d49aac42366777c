using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Reports;

/// <summary>
/// Counts reports of the last hour by address and by lot. An address is kept in memory only, as a hash under a key that is never written
/// down and is another every day: nobody can tell from it who reported.
/// </summary>
public sealed class ReportLimits(TimeProvider clock, ReportSettings settings)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // More addresses than this in an hour are an attack; the limit of each lot still holds.
    private const int MostAddresses = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _addresses = [], _lots = [];
    private byte[] _key = RandomNumberGenerator.GetBytes(32);
    private DateOnly _day;

    /// <summary>Counts one more.</summary>
    /// <returns>Null when it is within the limits; otherwise how long to wait, and nothing was counted.</returns>
    public TimeSpan? Spend(DigitalLink lot, IPAddress? address)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Renew(now);
            var (byAddress, byLot) = (Of(_addresses, Hashed(address)), Of(_lots, lot.Path));
            if (Wait(byAddress, settings.PerAddress, now) is { } patience) return patience;
            if (Wait(byLot, settings.PerLot, now) is { } rest) return rest;
            byAddress.Enqueue(now);
            byLot.Enqueue(now);
            return null;
        }
    }

    private static Queue<DateTimeOffset> Of(Dictionary<string, Queue<DateTimeOffset>> counted, string name)
    {
        if (!counted.TryGetValue(name, out var times)) counted[name] = times = new();
        return times;
    }

    private static TimeSpan? Wait(Queue<DateTimeOffset> times, int most, DateTimeOffset now)
    {
        while (times.TryPeek(out var oldest) && now - oldest >= Period) times.Dequeue();
        return most > 0 && times.Count >= most ? times.Peek() + Period - now : null;
    }

    private void Renew(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today != _day)
        {
            (_day, _key) = (today, RandomNumberGenerator.GetBytes(32));
            _addresses.Clear();
        }
        foreach (var counted in new[] { _addresses, _lots })
        {
            if (counted.Count < MostAddresses) continue;
            foreach (var (name, times) in counted)
                if (times.Count == 0 || now - times.Last() >= Period) counted.Remove(name);
            if (counted.Count >= MostAddresses) counted.Clear();
        }
    }

    // Who has one IPv6 address has 2^64 of them.
    private string Hashed(IPAddress? address)
    {
        var bytes = address switch
        {
            null => [],
            { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => address.GetAddressBytes()[..8],
            _ => address.MapToIPv4().GetAddressBytes(),
        };
        return Convert.ToHexString(HMACSHA256.HashData(_key, bytes).AsSpan(0, 16));
    }
}
