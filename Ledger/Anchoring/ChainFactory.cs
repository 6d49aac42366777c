using System.Security.Cryptography;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Makes the client of the chain that the settings name.</summary>
public sealed class ChainFactory(IHttpClientFactory http, ChainSettings settings)
{
    /// <summary>Says in one sentence what keeps these settings from working, before anything depends on them.</summary>
    /// <exception cref="StartupException">Something is missing or malformed.</exception>
    public void Require()
    {
        if (settings.RpcUrls.Count == 0) throw new StartupException($"Chain:Network is {settings.Network}: set Chain:RpcUrls:0 to the address of a node.");
        if (settings.Contract.Length == 0) throw new StartupException($"Chain:Network is {settings.Network}: set Chain:Contract to the address of the anchor contract.");
        if (settings.KeyFile is null && settings.Network != "dev") throw new StartupException($"Chain:Network is {settings.Network}: set Chain:KeyFile to the file with the operator's key.");
        try
        {
            _ = (Operator(), settings.Interval, settings.Confirmations, settings.StuckBlocks, settings.Poll);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or IOException or UnauthorizedAccessException or CryptographicException or InvalidOperationException)
        {
            throw new StartupException($"The chain settings don't work: {e.Message}", e);
        }
    }

    /// <summary>With the operator's key: may anchor.</summary>
    public IAnchorChain Operator() => new EthereumAnchorChain(http.CreateClient(nameof(ChainFactory)), settings.Options(), settings.OperatorKey());
}
