using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Lotmark.Ledger;

/// <summary>Where this process listens (<c>--urls</c>), known before it does.</summary>
public static class ListeningAddress
{
    /// <summary>The address when nothing else is said.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The first address, in a form that a browser can open.</summary>
    public static string Of(IConfiguration configuration)
    {
        var (scheme, host, port) = Parts(First(configuration));
        var reachable = host is "*" or "+" or "0.0.0.0" or "[::]" ? OutsideAddress() : host;
        return $"{scheme}://{reachable}:{port}";
    }

    /// <summary>The first address, as it is reached from this machine itself.</summary>
    public static string Near(IConfiguration configuration)
    {
        var (scheme, host, port) = Parts(First(configuration));
        return $"{scheme}://{(host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : host)}:{port}";
    }

    /// <summary>Says so in one sentence when somebody else listens there already.</summary>
    /// <exception cref="StartupException">The port is taken.</exception>
    public static void RequireFree(IConfiguration configuration)
    {
        var (_, host, port) = Parts(First(configuration));
        if (port == 0) return;
        using var listener = new TcpListener(IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : host == "localhost" ? IPAddress.Loopback : IPAddress.Any, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException($"Port {port} is taken by another program: stop it, or start with --urls http://127.0.0.1:{(port == 5080 ? 5081 : port + 1)}.", e);
        }
        catch (SocketException)
        {
            // Not an address of this machine, or one we may not open: the server will say which.
        }
    }

    private static string First(IConfiguration configuration) =>
        (configuration["urls"] is { Length: > 0 } urls ? urls : Default).Split(';', StringSplitOptions.TrimEntries)[0];

    private static (string Scheme, string Host, int Port) Parts(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return (address.Scheme, address.Host, address.Port);
        }
        catch (FormatException e)
        {
            throw new StartupException($"--urls is '{url}'; it takes addresses such as {Default}.", e);
        }
    }

    private static string OutsideAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "localhost";
}
