using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>An answer to bytes that no client library would send.</summary>
/// <param name="Status">The status; 0 when the server hung up without a word.</param>
/// <param name="MediaType">The type of the body; null without one.</param>
/// <param name="Body">The body, as it came over the wire.</param>
internal sealed record RawAnswer(int Status, string? MediaType, string Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends these bytes and reads until the server hangs up; says before, if asked to, that no more will come.</summary>
    public static async Task<RawAnswer> ToAsync(Uri server, byte[] request, bool ends)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, patience.Token);
        var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, patience.Token);
            if (ends) client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It refused to read on: what it said until then is the answer.
        }
        return Of(Encoding.UTF8.GetString(answer.ToArray()));
    }

    private static RawAnswer Of(string text)
    {
        if (!text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) return new(0, null, text);
        var (head, body) = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end ? (text[..end], text[(end + 4)..]) : (text, "");
        var type = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase));
        return new(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), type?.Split(':')[1].Split(';')[0].Trim(), body);
    }
}
