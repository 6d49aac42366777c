using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger.Anchoring;

/// <summary><c>deploy</c>: puts the anchor contract of a log on the chain that the settings name. Doing it twice is doing it once.</summary>
public static class DeployCommand
{
    private const string Usage = """
        Usage: deploy [--owner ADDRESS] [--operator ADDRESS] [--origin NAME] [--predecessor ADDRESS] [--rpc URL]... [--SETTING VALUE]...

          --owner ADDRESS        names operators and may close the contract: best a multisig, or a key kept offline (must be given, but on the dev chain)
          --operator ADDRESS     the account that anchors (default: that of Chain:KeyFile)
          --origin NAME          name of the log, the first line of its checkpoints (default: from Lotmark:PublicUrl)
          --predecessor ADDRESS  the contract of this log that the new one continues
          --rpc URL              a node of the chain (default: Chain:RpcUrls); several are tried in order
          --SETTING VALUE        a setting of the service, for example --Chain:Network sepolia --Chain:KeyFile operator.key

        The account of Chain:KeyFile pays, and has no rights by that.

        Exit code: 0 the contract stands, 1 it does not, 2 the command was not understood.
        """;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (DeployOptions.Parse(arguments) is not { } options)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            var configuration = SettingSources.Builder(options.Settings).Configuration;
            using var http = new HttpClient();
            await DeployAsync(http, options, new(configuration), configuration["Lotmark:PublicUrl"], output);
            return 0;
        }
        catch (Exception e) when (e is StartupException or ChainFaultException or IOException or UnauthorizedAccessException or FormatException or CryptographicException or ArgumentException or InvalidOperationException)
        {
            await output.WriteLineAsync($"lotmark: {e.Message}");
            return 1;
        }
    }

    private static async Task DeployAsync(HttpClient http, DeployOptions options, ChainSettings settings, string? publicUrl, TextWriter output)
    {
        var chain = settings.Options() with { RpcUrls = options.RpcUrls.Count > 0 ? options.RpcUrls : settings.RpcUrls };
        if (chain.RpcUrls.Count == 0) throw new StartupException("No node is named: say --rpc URL, or set Chain:RpcUrls:0.");
        var (dev, hasKey) = (settings.ChainId == ChainSettings.DevChainId, settings.KeyFile is not null);
        if (!hasKey && !dev) throw new StartupException($"Nobody pays: set Chain:KeyFile to a key whose account has funds on chain {settings.ChainId}.");
        var payer = hasKey ? settings.OperatorKey() : SigningKey.DevOwner;
        var origin = options.Origin ?? (publicUrl is { Length: > 0 } ? Settings.OriginOf(publicUrl) : throw new StartupException("The log has no name: say --origin NAME, or set Lotmark:PublicUrl."));
        var order = new DeploymentOrder(
            options.Owner ?? (dev ? SigningKey.DevOwner.Address : throw new StartupException("The contract has no owner: say --owner ADDRESS, an account whose key is kept away from this machine.")),
            options.Operator ?? (hasKey ? payer : SigningKey.DevOperator).Address,
            SHA256.HashData(Encoding.UTF8.GetBytes(origin)),
            options.Predecessor);

        var address = AnchorDeployment.AddressOf(order);
        if (order.Predecessor is not null) await CheckPredecessorAsync(http, chain, order, origin);
        var deployment = await AnchorDeployment.DeployAsync(http, chain, payer, order, CancellationToken.None);
        var contract = await new EthereumAnchorChain(http, chain with { Contract = address }).ContractAsync(CancellationToken.None);
        await PrintAsync(output, settings, order, origin, contract, deployment);
    }

    private static async Task CheckPredecessorAsync(HttpClient http, ChainOptions chain, DeploymentOrder order, string origin)
    {
        try
        {
            var predecessor = await new EthereumAnchorChain(http, chain with { Contract = order.Predecessor! }).ContractAsync(CancellationToken.None);
            if (!predecessor.Origin.AsSpan().SequenceEqual(order.Origin))
                throw new StartupException($"The contract {order.Predecessor} belongs to another log than {origin}: a contract continues one of the same log.");
        }
        catch (ChainFaultException e) when (e.Kind == ChainFaultKind.NoContract)
        {
            throw new StartupException($"No anchor contract stands at {order.Predecessor} on chain {chain.ChainId}: there is nothing to continue.", e);
        }
    }

    private static Task PrintAsync(TextWriter output, ChainSettings settings, DeploymentOrder order, string origin, AnchorContract contract, Deployment deployment) =>
        output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            contract     {deployment.Address}
            owner        {order.Owner}
            operator     {order.Operator}
            origin       {origin}
                         {Convert.ToHexStringLower(contract.Origin)} (SHA-256)
            predecessor  {contract.Predecessor ?? "none"}
            chain        {settings.ChainId}
            transaction  {deployment.Transaction ?? "none: it stood there before, and nothing was sent"}
            gas          {(deployment.Transaction is null ? "none" : $"{deployment.GasUsed} in block {deployment.Block}")}

            Set for the service:
              Chain:Network   {settings.Network}
              Chain:Contract  {deployment.Address}
              Chain:KeyFile   the file with the key of {order.Operator}
            """));
}
