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

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _mining;

    private DevChain(Process process, HttpClient http, string rpcUrl)
    {
        (_process, _http, RpcUrl) = (process, http, rpcUrl);
        _mining = MineUntilFinalAsync(_stopping.Token);
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

        if (await TryStartAsync() is { } chain) return chain;
        if (!File.Exists(state)) throw new StartupException($"The dev chain ({anvil}) did not start.");

        // A kill in the middle of a write can leave half a state. The log is not lost with it: it is anchored anew.
        var aside = $"{state}.{DateTime.UtcNow:yyyyMMddHHmmss}.unreadable";
        File.Move(state, aside);
        say($"The dev chain could not read its state; it starts empty, the old file is {aside}.");
        return await TryStartAsync() ?? throw new StartupException($"The dev chain ({anvil}) did not start.");

        async Task<DevChain?> TryStartAsync()
        {
            var port = FreePort.Like(int.TryParse(data.Read("dev-chain.port"), out var before) ? before : 8545);
            var process = ChildProcess.Start(anvil,
            [
                "--port", $"{port}", "--chain-id", $"{ChainId}", "--hardfork", "osaka", "--slots-in-an-epoch", "1",
                "--state", state, "--state-interval", "1", "--silent",
            ]);
            data.WriteSecret("dev-chain.pid", $"{process.Id}");
            data.WriteSecret("dev-chain.port", $"{port}");
            var url = $"http://127.0.0.1:{port}";
            var http = new HttpClient { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                for (var deadline = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < deadline && !process.HasExited;)
                {
                    if (await AnswersAsync(http, cancel)) return new(process, http, url);
                    await Task.Delay(20, cancel);
                }
                await ChildProcess.StopAsync(process);
                return null;
            }
            catch
            {
                await ChildProcess.StopAsync(process);
                throw;
            }
        }
    }

    /// <summary>Stops the chain and waits until it has written its state.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _mining;
        await ChildProcess.StopAsync(_process);
        _process.Dispose();
        _http.Dispose();
        _stopping.Dispose();
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
