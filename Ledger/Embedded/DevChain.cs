using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Embedded;

/// <summary>An Ethereum chain of our own (anvil), with its state in the data directory.</summary>
/// <remarks>
/// Blocks are made when there is something to put in them, and a few more after it until that is final. A chain that
/// made one every second would grow by 100 MB a day and write all of it every second.
/// </remarks>
public sealed class DevChain : IAsyncDisposable
{
    private const string Package = "@foundry-rs/anvil-linux-amd64";
    private const int BlocksToFinality = 3;
    private static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(1);

    private readonly string _anvil;
    private readonly DataDirectory _data;
    private readonly string _state;
    private readonly int _port;
    private readonly Action<string> _say;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _process;
    private string? _origin;
    private Task _mining = Task.CompletedTask;
    private Supervision? _supervision;

    private DevChain(string anvil, DataDirectory data, string state, int port, Action<string> say)
    {
        (_anvil, _data, _state, _port, _say, RpcUrl) = (anvil, data, state, port, say, $"http://127.0.0.1:{port}");
        _http = new() { BaseAddress = new(RpcUrl), Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Chain id of every dev chain.</summary>
    public const int ChainId = 31337;

    /// <summary>Where the chain answers JSON-RPC.</summary>
    public string RpcUrl { get; }

    /// <summary>Starts the chain from its kept state. What a killed predecessor left running is stopped.</summary>
    /// <exception cref="StartupException">No anvil for this platform, or it did not start.</exception>
    public static async Task<DevChain> StartAsync(DataDirectory data, PinnedTools tools, Action<string> say, CancellationToken cancel)
    {
        var anvil = tools.Find(Package, "bin/anvil") ?? ChildProcess.OnPath("anvil")
            ?? throw new StartupException("There is no packaged anvil for this platform and none on PATH: "
                + "install Foundry, or set Chain:Network, Chain:RpcUrls and Chain:Contract to a chain of your own.");
        var state = data.PathOf("dev-chain.json");
        await Leftover.EndAsync(data.Read("dev-chain.pid"), state);

        var port = FreePort.Like(int.TryParse(data.Read("dev-chain.port"), out var before) ? before : 8545);
        data.WriteSecret("dev-chain.port", $"{port}");
        var chain = new DevChain(anvil, data, state, port, say);
        try
        {
            await chain.RunAsync(cancel);
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
        chain._mining = chain.MineUntilFinalAsync(chain._stopping.Token);
        return chain;
    }

    /// <summary>Deploys the anchor contract of a log, unless it is there, and again whenever the chain comes back without it.</summary>
    /// <returns>Its address.</returns>
    public Task<string> DeployContractAsync(string origin, CancellationToken cancel)
    {
        _origin = origin;
        return DevContract.DeployAsync(RpcUrl, origin, cancel);
    }

    /// <summary>From now on a chain that dies is started again, at the same address. What it had not written is lost.</summary>
    public void KeepRunning(CancellationToken stopping) =>
        _supervision = new("The dev chain", cancel => _process!.WaitForExitAsync(cancel), StartAgainAsync, _say, stopping);

    /// <summary>Stops the chain and waits until it has written its state.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_supervision is not null) await _supervision.DisposeAsync();
        await _stopping.CancelAsync();
        await _mining;
        await EndAsync();
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task StartAgainAsync(CancellationToken cancel)
    {
        await RunAsync(cancel);
        if (_origin is null) return;
        try
        {
            await DevContract.DeployAsync(RpcUrl, _origin, cancel);
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        if (!FreePort.IsFree(_port)) throw new StartupException($"Port {_port}, where the dev chain was, is taken by another program.");
        var kept = File.Exists(_state);
        if (await TryRunAsync(cancel))
        {
            // Of what it kept it has the newest state alone: with these the finalized block has one too, and readers can ask for it.
            if (kept) await CallAsync(_http, "anvil_mine", [$"0x{BlocksToFinality:x}"], cancel);
            return;
        }
        if (!kept) throw new StartupException($"The dev chain ({_anvil}) did not start.");

        // A kill in the middle of a write can leave half a state. The log is not lost with it: it is anchored anew.
        var aside = $"{_state}.{DateTime.UtcNow:yyyyMMddHHmmss}.unreadable";
        File.Move(_state, aside);
        _say($"The dev chain could not read its state; it starts empty, the old file is {aside}.");
        if (!await TryRunAsync(cancel)) throw new StartupException($"The dev chain ({_anvil}) did not start.");
    }

    private async Task<bool> TryRunAsync(CancellationToken cancel)
    {
        await EndAsync();
        _process = ChildProcess.Start(_anvil,
        [
            "--port", $"{_port}", "--chain-id", $"{ChainId}", "--hardfork", "osaka", "--slots-in-an-epoch", "1",
            "--state", _state, "--state-interval", "1", "--silent",
        ]);
        _data.WriteSecret("dev-chain.pid", $"{_process.Id}");
        try
        {
            for (var deadline = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < deadline && !_process.HasExited;)
            {
                if (await AnswersAsync(_http, cancel)) return true;
                await Task.Delay(20, cancel);
            }
            await EndAsync();
            return false;
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    private async Task EndAsync()
    {
        if (_process is null) return;
        await ChildProcess.StopAsync(_process);
        _process.Dispose();
        _process = null;
    }

    private async Task MineUntilFinalAsync(CancellationToken cancel)
    {
        try
        {
            using var beat = new PeriodicTimer(BlockTime);
            while (await beat.WaitForNextTickAsync(cancel))
            {
                try
                {
                    if (await AnythingNotFinalAsync(cancel)) await CallAsync(_http, "evm_mine", [], cancel);
                }
                catch (Exception) when (!cancel.IsCancellationRequested)
                {
                    // The chain is gone or stalls; who waits for it says so. It may come back.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task<bool> AnythingNotFinalAsync(CancellationToken cancel)
    {
        var tag = "latest";
        for (var depth = 0; depth < BlocksToFinality; depth++)
        {
            if (await CallAsync(_http, "eth_getBlockByNumber", [tag, false], cancel) is not JsonObject block) return false;
            if (block["transactions"] is JsonArray { Count: > 0 }) return true;
            var number = Convert.ToInt64((string)block["number"]!, 16);
            if (number == 0) return false;
            tag = $"0x{number - 1:x}";
        }
        return false;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            return await CallAsync(http, "eth_chainId", [], cancel) is not null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    private static async Task<JsonNode?> CallAsync(HttpClient http, string method, object[] parameters, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync("/", new { jsonrpc = "2.0", id = 1, method, @params = parameters }, cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))?["result"];
    }
}
