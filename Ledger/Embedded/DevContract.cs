using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Embedded;

/// <summary>The anchor contract on a dev chain. CREATE2 gives it the same address for the same log, on every fresh chain.</summary>
internal static class DevContract
{
    private const string NoPredecessor = "0x0000000000000000000000000000000000000000";

    /// <summary>Its address, whether it is deployed or not.</summary>
    public static string AddressOf(string origin) => AnchorDeployment.AddressOf(SigningKey.DevOwner.Address, SigningKey.DevOperator.Address, Hash(origin), NoPredecessor);

    /// <summary>Its address; deployed first if it is not there.</summary>
    public static async Task<string> DeployAsync(string rpcUrl, string origin, CancellationToken cancel)
    {
        using var http = new HttpClient();
        return await AnchorDeployment.DeployAsync(
            http, rpcUrl, DevChain.ChainId, SigningKey.DevOwner, SigningKey.DevOwner.Address, SigningKey.DevOperator.Address,
            Hash(origin), NoPredecessor, cancel);
    }

    private static byte[] Hash(string origin) => SHA256.HashData(Encoding.UTF8.GetBytes(origin));
}
