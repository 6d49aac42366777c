using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>Deploys the anchor contract by CREATE2, so that the same log has the same address on every fresh chain.</summary>
public static class AnchorDeployment
{
    private const string Deployer = "0x4e59b44847b379578588920cA78FbF26c0B4956C"; // deterministic deployment proxy, preset on dev chains
    private static readonly byte[] Salt = new byte[32];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where a contract of these parameters lies.</summary>
    /// <param name="owner">Address that names operators.</param>
    /// <param name="anchoringOperator">Address that may anchor.</param>
    /// <param name="origin">SHA-256 of the checkpoint's origin line.</param>
    /// <param name="predecessor">Contract that it continues; the zero address for none.</param>
    public static string AddressOf(string owner, string anchoringOperator, byte[] origin, string predecessor) =>
        EthereumAddress.Write(EthereumAddress.OfCreate2(EthereumAddress.Parse(Deployer), Salt, InitCode(owner, anchoringOperator, origin, predecessor)));

    /// <summary>Deploys it, unless it is there, and waits until it is.</summary>
    /// <exception cref="ChainFaultException">The chain refused, or did not take it in three minutes.</exception>
    public static async Task<string> DeployAsync(
        HttpClient http, string rpcUrl, long chainId, SigningKey payer, string owner, string anchoringOperator, byte[] origin, string predecessor, CancellationToken cancel)
    {
        var rpc = new JsonRpc(http, [rpcUrl], chainId);
        var address = AddressOf(owner, anchoringOperator, origin, predecessor);
        if (await IsThereAsync()) return address;

        byte[] data = [.. Salt, .. InitCode(owner, anchoringOperator, origin, predecessor)];
        var call = new JsonObject { ["from"] = payer.Address, ["to"] = Deployer, ["data"] = JsonRpc.Data(data) };
        var gas = (long)JsonRpc.Number(await rpc.AskAsync("eth_estimateGas", [call], cancel)) * 12 / 10;
        var nonce = (long)JsonRpc.Number(await rpc.AskAsync("eth_getTransactionCount", [payer.Address, "latest"], cancel));
        var price = JsonRpc.Number(await rpc.AskAsync("eth_gasPrice", [], cancel));
        var (raw, _) = new Eip1559Transaction(chainId, nonce, price / 10, price * 2, gas, EthereumAddress.Parse(Deployer), 0, data).Sign(payer);
        await rpc.AskAsync("eth_sendRawTransaction", [JsonRpc.Data(raw)], cancel);

        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline; await Task.Delay(100, cancel))
            if (await IsThereAsync()) return address;
        throw new ChainFaultException(ChainFaultKind.Other, "The contract was sent and is in no block after three minutes.");

        async Task<bool> IsThereAsync() => JsonRpc.Bytes(await rpc.AskAsync("eth_getCode", [address, "latest"], cancel)).Length > 0;
    }

    private static byte[] InitCode(string owner, string anchoringOperator, byte[] origin, string predecessor) =>
        AnchorAbi.InitCode(EthereumAddress.Parse(owner), EthereumAddress.Parse(anchoringOperator), origin, EthereumAddress.Parse(predecessor));
}
