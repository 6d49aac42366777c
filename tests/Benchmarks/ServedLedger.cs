using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>The product as a process of its own with its embedded PostgreSQL, serving the API (or what is asked for) and nothing else, without rate limits.</summary>
internal sealed class ServedLedger : IAsyncDisposable
{
    private readonly string _folder;

    private ServedLedger(Process process, string folder, Uri address) => (Process, _folder, Address) = (process, folder, address);

    public Process Process { get; }

    public Uri Address { get; }

    public string Key => File.ReadAllText(Path.Combine(_folder, "importer.key")).Trim();

    public string ConnectionString => File.ReadAllText(Path.Combine(_folder, "connection-string")).Trim();

    public static async Task<ServedLedger> StartAsync(string roles = "api")
    {
        var folder = BenchmarkLedger.NewFolder();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var process = Start(
            "Ledger.dll", "--urls", address.ToString().TrimEnd('/'), "--Lotmark:DataDirectory", folder, "--Lotmark:Roles", roles,
            "--Chain:RpcUrls:0", "http://127.0.0.1:9", "--RateLimits:KeyPerSecond", "0", "--RateLimits:AddressPerSecond", "0");
        await AnswersAsync(process, new(address, "/health/live"));
        return new(process, folder, address);
    }

    /// <summary>Starts a program that lies beside this one.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardOutput = true })!;

    /// <summary>Waits until a process serves.</summary>
    public static async Task AnswersAsync(Process process, Uri address)
    {
        using var http = new HttpClient();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(5) && !process.HasExited; await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }
        throw new InvalidOperationException($"{address} does not answer.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Tables as the product's, for what is written without it.</summary>
    public static async Task MakeBareTablesAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            create schema if not exists bare;
            create table if not exists bare.mt_streams (like lotmark.mt_streams including all);
            create table if not exists bare.mt_events (like lotmark.mt_events including all);
            create table if not exists bare.pending (like log.pending including all);
            create sequence if not exists bare.mt_events_sequence;
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(Process);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks a process to end, and waits until it has.</summary>
    public static async Task StopAsync(Process process)
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
