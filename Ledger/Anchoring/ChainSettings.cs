using System.Globalization;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Which chain, and how often. Read when first needed: an embedded chain knows its addresses only once it runs.</summary>
public sealed class ChainSettings(IConfiguration configuration)
{
    /// <summary>Chain id of the dev chain.</summary>
    public const long DevChainId = 31337;

    /// <summary><c>Chain:Network</c>: dev, sepolia, hoodi or custom (with <c>Chain:Id</c>).</summary>
    public string Network => configuration["Chain:Network"] ?? "dev";

    /// <summary>EIP-155 chain id.</summary>
    /// <exception cref="StartupException">An unknown network, or a custom one without its id.</exception>
    public long ChainId => Network switch
    {
        "dev" => DevChainId,
        "sepolia" => 11155111,
        "hoodi" => 560048,
        "custom" when long.TryParse(configuration["Chain:Id"], CultureInfo.InvariantCulture, out var id) => id,
        "custom" => throw new StartupException("Chain:Network is custom: set its chain id as Chain:Id."),
        var other => throw new StartupException($"Chain:Network is '{other}'; it takes dev, sepolia, hoodi or custom."),
    };

    /// <summary>JSON-RPC endpoints, tried in order.</summary>
    public IReadOnlyList<string> RpcUrls => configuration.GetSection("Chain:RpcUrls").Get<string[]>() ?? [];

    /// <summary>Endpoints that readers are told of (<c>Chain:PublicRpcUrls</c>). Our own may carry an access key, so they are told on a dev chain only.</summary>
    public IReadOnlyList<string> PublicRpcUrls => configuration.GetSection("Chain:PublicRpcUrls").Get<string[]>() ?? (Network == "dev" ? RpcUrls : []);

    /// <summary>Address of the anchor contract; empty while none is set.</summary>
    public string Contract => configuration["Chain:Contract"] ?? "";

    /// <summary>File with the operator's key; none on the dev chain, whose keys are known to all.</summary>
    public string? KeyFile => configuration["Chain:KeyFile"];

    /// <summary>Password of a V3 keystore (<c>Chain:KeyPassword</c>).</summary>
    public string? KeyPassword => configuration["Chain:KeyPassword"];

    /// <summary>Shortest time between two anchors.</summary>
    public TimeSpan Interval => configuration.GetValue<TimeSpan?>("Anchoring:Interval") ?? (Network == "dev" ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(10));

    /// <summary>Blocks (its own included) after which an anchor counts as confirmed.</summary>
    public long Confirmations => configuration.GetValue<long?>("Anchoring:Confirmations") ?? (Network == "dev" ? 2 : 6);

    /// <summary>Time between two looks at the chain: about one block.</summary>
    public TimeSpan Poll => Network == "dev" ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(12);
}
