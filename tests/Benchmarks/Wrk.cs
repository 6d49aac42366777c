using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lotmark.Benchmarks;

/// <summary>The load of wrk (Debian: wrk), for answers that cost less than asking for them: a generator that isn't ours, and takes less of the machine than ours.</summary>
internal static partial class Wrk
{
    private const int Threads = 2;

    /// <summary>Sends one request again and again for a while. Returns answers a second.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or something else than answers came.</exception>
    public static async Task<double> RunAsync(Uri address, string path, string headers, int connections, TimeSpan time)
    {
        var arguments = new List<string> { $"-t{Threads}", Say($"-c{connections}"), Say($"-d{time.TotalSeconds:0}s") };
        foreach (var header in headers.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)) arguments.AddRange(["-H", header]);
        arguments.Add(new Uri(address, path).AbsoluteUri);
        try
        {
            using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
            var told = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return Rate().Match(told) is { Success: true } rate && !told.Contains("Non-2xx", StringComparison.Ordinal) && !told.Contains("Socket errors", StringComparison.Ordinal)
                ? double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException(told);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("This benchmark needs wrk on the PATH: apt-get install wrk.", e);
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
