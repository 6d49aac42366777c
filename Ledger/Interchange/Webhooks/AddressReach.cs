using System.Net;
using System.Net.Sockets;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Whom one reaches at an address.</summary>
public enum AddressReach
{
    /// <summary>Somebody in the internet.</summary>
    Public,

    /// <summary>This machine, or one in a network of its own: only where the settings allow it.</summary>
    Private,

    /// <summary>What no message is for: other uses, many at once, the metadata of clouds, addresses within addresses.</summary>
    Never,
}

/// <summary>Tells them apart, by the registries of special-purpose addresses (RFC 6890; IANA IPv4 and IPv6 Special-Purpose Address Registries).</summary>
public static class AddressReaches
{
    private static readonly (IPNetwork Network, AddressReach Reach)[] Special =
    [
        .. Of(AddressReach.Never,
            "168.63.129.16/32", // what Azure serves its machines
            "fd00:ec2::/32", // and Amazon
            "0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
        .. Of(AddressReach.Private, "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"),
        // All that is handed out so far; what is not, and what holds an IPv4 address, lies outside.
        .. Of(AddressReach.Public, "0.0.0.0/0", "2000::/3"),
        .. Of(AddressReach.Never, "::/0"),
    ];

    extension(IPAddress address)
    {
        /// <summary>Whom one reaches there.</summary>
        // IPNetwork finds IPv4-mapped addresses in networks of both families: they are sorted out before it is asked.
        public AddressReach Reach => address is { AddressFamily: AddressFamily.InterNetwork } or { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: 0, IsIPv4MappedToIPv6: false }
            ? Special.First(s => s.Network.BaseAddress.AddressFamily == address.AddressFamily && s.Network.Contains(address)).Reach
            : AddressReach.Never;
    }

    private static IEnumerable<(IPNetwork, AddressReach)> Of(AddressReach reach, params string[] networks) => networks.Select(n => (IPNetwork.Parse(n), reach));
}
