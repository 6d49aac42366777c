using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Lotmark.Ledger.Tests;

/// <summary>The product as its users start it: a process of its own, with a data directory of its own, on a free port.</summary>
public sealed partial class LedgerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5); // the first start on a machine installs the pinned tools

    // Tests hammer the API with one key.
    private static readonly string[] NoLimits = ["--RateLimits:KeyPerSecond", "0", "--RateLimits:AddressPerSecond", "0", "--Reports:PerAddress", "0", "--Reports:PerLot", "0", "--Reports:Quickest", "00:00:00"];

    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Halt = 19;

    private readonly Process _process;
    private readonly List<string> _output;

    private LedgerProcess(Process process, List<string> output, string dataDirectory, Uri address)
    {
        (_process, _output, DataDirectory) = (process, output, dataDirectory);
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
    }

    public string DataDirectory { get; }

    public HttpClient Http { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get { lock (_output) return string.Join('\n', _output); }
    }

    /// <summary>Starts and waits until it is ready.</summary>
    public static async Task<LedgerProcess> StartAsync(string? dataDirectory = null, params string[] settings)
    {
        var data = dataDirectory ?? NewDataDirectory();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var (process, output) = Launch(["--urls", address.ToString().TrimEnd('/'), "--Lotmark:DataDirectory", data, .. NoLimits, .. settings]);
        var ledger = new LedgerProcess(process, output, data, address);
        try
        {
            await Eventually.TrueAsync(ledger.IsReadyAsync, "the ledger is ready", StartPatience);
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command of the product to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync(path: null, arguments);

    /// <summary>The same with another PATH.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string? path, string[] arguments)
    {
        var (process, output) = Launch(arguments, path);
        using (process)
        {
            using var patience = new CancellationTokenSource(StartPatience);
            await process.WaitForExitAsync(patience.Token);
            lock (output) return (process.ExitCode, string.Join('\n', output));
        }
    }

    /// <summary>A client that signs in with one of the first keys: admin, importer or inspector.</summary>
    public HttpClient As(string role)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Http.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(DataDirectory, $"{role}.key")).Trim());
        return client;
    }

    /// <summary>Asks the process to end, as Ctrl-C or a service manager would, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        Assert.Equal(0, Signal(_process.Id, Terminate));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends the process without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(); // this process alone: what it started lives on
        await _process.WaitForExitAsync();
    }

    /// <summary>Makes the process stand still, as a host under pressure or a paused virtual machine would.</summary>
    public void Suspend() => Assert.Equal(0, Signal(_process.Id, Halt));

    /// <summary>Lets it go on where it stood.</summary>
    public void Resume() => Assert.Equal(0, Signal(_process.Id, Continue));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await StopAsync();
        _process.Dispose();
        Http.Dispose();
    }

    public static string NewDataDirectory()
    {
        var path = Directory.CreateTempSubdirectory("lotmark-test-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return path;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"The ledger ended with {_process.ExitCode}: {Output}");
        try
        {
            using var answer = await Http.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static (Process Process, List<string> Output) Launch(IEnumerable<string> arguments, string? path = null)
    {
        var output = new List<string>();
        var process = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ledger.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = AppContext.BaseDirectory,
            },
        };
        process.StartInfo.Environment["DOTNET_TC_CallCounting"] = "0"; // it lives for seconds: compiling once is enough
        if (path is not null) process.StartInfo.Environment["PATH"] = path;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, output);

        void Keep(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (output) output.Add(line.Data);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
