using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Makes the client of the chain that the settings name.</summary>
public sealed class ChainFactory(IHttpClientFactory http, ChainSettings settings)
{
    /// <summary>With the operator's key: may anchor.</summary>
    public IAnchorChain Operator() => new EthereumAnchorChain(
        http.CreateClient(nameof(ChainFactory)),
        new() { RpcUrls = settings.RpcUrls, ChainId = settings.ChainId, Contract = settings.Contract },
        settings.KeyFile is { } file ? SigningKey.FromFile(file, settings.KeyPassword) : SigningKey.DevOperator);
}
