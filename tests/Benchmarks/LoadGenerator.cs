using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lotmark.Benchmarks;

/// <summary>Connections that each send a request, wait for its answer, and send the next. On bare sockets: it shares the machine with what it measures.</summary>
internal static class LoadGenerator
{
    /// <summary>Sends for a while. Returns answers a second, and how long they took (50th and 99th of a hundred, in milliseconds).</summary>
    /// <param name="address">The server.</param>
    /// <param name="request">The bytes of the next request.</param>
    /// <param name="status">What it is answered with.</param>
    /// <param name="connections">How many send.</param>
    /// <param name="time">How long.</param>
    public static async Task<Load> RunAsync(Uri address, Func<byte[]> request, int status, int connections, TimeSpan time)
    {
        var all = new ConcurrentBag<List<double>>();
        var expected = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}"));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var socket = new TcpClient { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port);
            var (took, answer) = (new List<double>(), new byte[1 << 16]);
            while (watch.Elapsed < time)
            {
                var bytes = request();
                var sent = Stopwatch.GetTimestamp();
                await socket.GetStream().WriteAsync(bytes);
                await ReadAsync(socket.GetStream(), answer, expected);
                took.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            all.Add(took);
        }));
        var times = all.SelectMany(t => t).Order().ToList();
        return new(times.Count / watch.Elapsed.TotalSeconds, times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    /// <summary>A request with a JSON body.</summary>
    public static byte[] Post(Uri address, string headers, byte[] content) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: {content.Length}\r\n\r\n")),
        .. content,
    ];

    /// <summary>A request without a body.</summary>
    public static byte[] Get(Uri address, string path, string headers) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n");

    private static async Task ReadAsync(NetworkStream stream, byte[] buffer, byte[] expected)
    {
        for (var length = 0; ;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("The connection was closed.");
            length += read;
            var answer = buffer.AsSpan(0, length);
            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            if (!answer.StartsWith(expected)) throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            if (answer.StartsWith("HTTP/1.1 304"u8)) return;
            var size = answer.IndexOf("Content-Length: "u8);
            if (size >= 0 && size < end)
            {
                var digits = answer[(size + 16)..];
                var content = int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
                if (length >= end + 4 + content) return;
            }
            else if (answer.EndsWith("\r\n0\r\n\r\n"u8)) return;
        }
    }
}

/// <summary>What a load gave.</summary>
internal sealed record Load(double PerSecond, double Median, double Slowest);
