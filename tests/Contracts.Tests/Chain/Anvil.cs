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

    private Anvil(Process process, int port) => (_process, Port, Url) = (process, port, $"http://127.0.0.1:{port}");

    public int Port { get; }

    public string Url { get; }

    public HttpClient Http { get; } = new();

    public static Task<Anvil> StartAsync(params string[] more) => StartAsync(FreePort(), more);

    public static async Task<Anvil> StartAsync(int port, params string[] more)
    {
        string[] arguments = ["--port", $"{port}", "--chain-id", "31337", "--hardfork", "osaka", "--slots-in-an-epoch", "1", "--no-mining", "--silent", .. more];
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

    /// <summary>What the contract of a log is made with here.</summary>
    public static DeploymentOrder Order(byte[]? origin = null, string? predecessor = null) =>
        new(SigningKey.DevOwner.Address, SigningKey.DevOperator.Address, origin ?? Origin, predecessor);

    /// <summary>A client of the contract, which is deployed first.</summary>
    public Task<EthereumAnchorChain> DeployAsync(byte[]? origin = null, string? predecessor = null) => DeployAsync(Order(origin, predecessor));

    /// <summary>The same with parties of the test's own.</summary>
    public async Task<EthereumAnchorChain> DeployAsync(DeploymentOrder order)
    {
        await AskAsync("evm_setAutomine", true);
        var options = new ChainOptions { RpcUrls = [Url], ChainId = SigningKey.DevChainId, Contract = "" };
        var deployment = await AnchorDeployment.DeployAsync(Http, options, SigningKey.DevOwner, order, TestContext.Current.CancellationToken);
        await AskAsync("evm_setAutomine", false);
        return Client(deployment.Address, SigningKey.DevOperator);
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

    /// <summary>Ends it without a chance to write its state (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
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
