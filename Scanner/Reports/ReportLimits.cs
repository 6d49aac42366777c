using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lotmark.Scanner.Reports;

/// <summary>
/// Counts reports of the last hour by address. An address is kept in memory only, as a hash under a key that is never written
/// down and is another every day: nobody can tell from it who reported.
/// </summary>
public sealed class ReportLimits(TimeProvider clock, ReportSettings settings)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // More addresses than this in an hour are an attack; the limit of each lot, which the host keeps, still holds.
    private const int MostAddresses = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _addresses = [];
    private byte[] _key = RandomNumberGenerator.GetBytes(32);
    private DateOnly _day;

    /// <summary>Counts one more.</summary>
    /// <returns>Null when it is within the limit; otherwise how long to wait, and nothing was counted.</returns>
    public TimeSpan? Spend(IPAddress? address)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Renew(now);
            var from = Hashed(address);
            if (!_addresses.TryGetValue(from, out var times)) _addresses[from] = times = new();
            while (times.TryPeek(out var oldest) && now - oldest >= Period) times.Dequeue();
            if (settings.PerAddress > 0 && times.Count >= settings.PerAddress) return times.Peek() + Period - now;
            times.Enqueue(now);
            return null;
        }
    }

    private void Renew(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (today != _day)
        {
            (_day, _key) = (today, RandomNumberGenerator.GetBytes(32));
            _addresses.Clear();
        }
        if (_addresses.Count < MostAddresses) return;
        foreach (var (from, times) in _addresses)
            if (times.Count == 0 || now - times.Last() >= Period) _addresses.Remove(from);
        if (_addresses.Count >= MostAddresses) _addresses.Clear();
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
