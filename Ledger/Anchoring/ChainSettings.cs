using System.Globalization;
using System.Numerics;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Which chain, and how often. Read when first needed: an embedded chain knows its addresses only once it runs.</summary>
public sealed class ChainSettings(IConfiguration configuration)
{
    /// <summary>Chain id of the dev chain.</summary>
    public const long DevChainId = 31337;

    private const int BlocksBehind = 25;

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

    /// <summary>Password of a V3 keystore (<c>Chain:KeyPassword</c>, or the first line of the file that <c>Chain:KeyPasswordFile</c> names).</summary>
    public string? KeyPassword => configuration["Chain:KeyPassword"]
        ?? (configuration["Chain:KeyPasswordFile"] is { Length: > 0 } file ? File.ReadLines(file).FirstOrDefault() : null);

    /// <summary>Shortest time between two anchors.</summary>
    public TimeSpan Interval => configuration.GetValue<TimeSpan?>("Anchoring:Interval") ?? (Network == "dev" ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(10));

    /// <summary>Blocks (its own included) after which an anchor counts as confirmed.</summary>
    public long Confirmations => configuration.GetValue<long?>("Anchoring:Confirmations") ?? (Network == "dev" ? 2 : 6);

    /// <summary>Blocks without a receipt after which a replacement offers more (<c>Anchoring:StuckBlocks</c>).</summary>
    public long StuckBlocks => configuration.GetValue<long?>("Anchoring:StuckBlocks") ?? 10;

    /// <summary>Time between two looks at the chain: about one block (<c>Chain:BlockTime</c>).</summary>
    public TimeSpan Poll => configuration.GetValue<TimeSpan?>("Chain:BlockTime") ?? (Network == "dev" ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(12));

    /// <summary>The same while nothing may be anchored.</summary>
    public TimeSpan SlowPoll => 5 * Poll;

    // Old enough to tell a node that hangs from slots that were missed. A dev chain makes blocks only when there is something to put in.
    private TimeSpan? OldestHead => ChainId == DevChainId ? null : BlocksBehind * Poll;

    /// <summary>Which nodes, which contract, and what an anchor may cost (<c>Anchoring:MaxFeeGwei</c>, <c>MaxTipGwei</c>, <c>MinTipGwei</c>, <c>GasCeiling</c>; <c>Chain:Timeout</c> for one answer).</summary>
    public ChainOptions Options()
    {
        var options = new ChainOptions { RpcUrls = RpcUrls, ChainId = ChainId, Contract = Contract, OldestHead = OldestHead };
        return options with
        {
            Timeout = configuration.GetValue<TimeSpan?>("Chain:Timeout") ?? options.Timeout,
            MaxFeeCap = Gwei("MaxFeeGwei") ?? options.MaxFeeCap,
            MaxTip = Gwei("MaxTipGwei") ?? options.MaxTip,
            MinTip = Gwei("MinTipGwei") ?? options.MinTip,
            GasCeiling = configuration.GetValue<long?>("Anchoring:GasCeiling") ?? options.GasCeiling,
        };
    }

    /// <summary>The operator's key.</summary>
    public SigningKey OperatorKey() => KeyFile is { } file ? SigningKey.FromFile(file, KeyPassword) : SigningKey.DevOperator;

    private BigInteger? Gwei(string name) => configuration.GetValue<decimal?>($"Anchoring:{name}") is { } gwei ? new BigInteger(gwei * 1_000_000_000) : null;
}
