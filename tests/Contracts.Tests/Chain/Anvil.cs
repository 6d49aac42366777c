using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>A dev chain of a test's own. Blocks are made by <see cref="MineAsync" /> only.</summary>
internal sealed class Anvil : IAsyncDisposable
{
    public static readonly byte[] Origin = SHA256.HashData("ledger.example/food"u8);

    private readonly Process _process;

    private Anvil(Process process, int port) => (_process, Url) = (process, $"http://127.0.0.1:{port}");

    public string Url { get; }

    public HttpClient Http { get; } = new();

    public static async Task<Anvil> StartAsync()
    {
        var port = FreePort();
        string[] arguments = ["--port", $"{port}", "--chain-id", "31337", "--hardfork", "osaka", "--slots-in-an-epoch", "1", "--no-mining", "--silent"];
        var anvil = new Anvil(Process.Start(new ProcessStartInfo(Foundry.Find("anvil"), arguments))!, port);
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                await anvil.AskAsync("eth_chainId");
                return anvil;
            }
            catch (HttpRequestException) when (!anvil._process.HasExited && started.Elapsed < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>A client of the contract, which is deployed first.</summary>
    public async Task<EthereumAnchorChain> DeployAsync()
    {
        await AskAsync("evm_setAutomine", true);
        var contract = await AnchorDeployment.DeployAsync(
            Http, Url, SigningKey.DevChainId, SigningKey.DevOwner, SigningKey.DevOwner.Address, SigningKey.DevOperator.Address, Origin, NoContract, TestContext.Current.CancellationToken);
        await AskAsync("evm_setAutomine", false);
        return Client(contract, SigningKey.DevOperator);
    }

    public const string NoContract = "0x0000000000000000000000000000000000000000";

    public EthereumAnchorChain Client(string contract, SigningKey? key, params string[] deadUrls) =>
        new(Http, new() { RpcUrls = [.. deadUrls, Url], ChainId = SigningKey.DevChainId, Contract = contract }, key);

    public Task MineAsync(int blocks = 1) => AskAsync("anvil_mine", $"0x{blocks:x}");

    public async Task<JsonElement> AskAsync(string method, params object[] parameters)
    {
        using var response = await Http.PostAsJsonAsync(Url, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
