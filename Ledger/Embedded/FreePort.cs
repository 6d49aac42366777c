using System.Net;
using System.Net.Sockets;

namespace Lotmark.Ledger.Embedded;

/// <summary>Loopback ports.</summary>
internal static class FreePort
{
    /// <summary>The wished port if it is free, else any free one.</summary>
    public static int Like(int wished) => wished > 0 && IsFree(wished) ? wished : Any();

    private static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether nobody listens there.</summary>
    public static bool IsFree(int port, IPAddress? address = null)
    {
        using var listener = new TcpListener(address ?? IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
