using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Embedded;

/// <summary>The anchor contract on a dev chain. CREATE2 gives it the same address for the same log, on every fresh chain.</summary>
internal static class DevContract
{
    /// <summary>Its address, whether it is deployed or not.</summary>
    public static string AddressOf(string origin) => AnchorDeployment.AddressOf(Order(origin));

    /// <summary>Its address; deployed first if it is not there.</summary>
    public static async Task<string> DeployAsync(string rpcUrl, string origin, CancellationToken cancel)
    {
        using var http = new HttpClient();
        var chain = new ChainOptions { RpcUrls = [rpcUrl], ChainId = DevChain.ChainId, Contract = "" };
        return (await AnchorDeployment.DeployAsync(http, chain, SigningKey.DevOwner, Order(origin), cancel)).Address;
    }

    private static DeploymentOrder Order(string origin) =>
        new(SigningKey.DevOwner.Address, SigningKey.DevOperator.Address, SHA256.HashData(Encoding.UTF8.GetBytes(origin)), Predecessor: null);
}
