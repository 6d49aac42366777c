namespace Lotmark.Ledger.Anchoring;

/// <summary>The command line of <c>deploy</c>. What it does not name stands in the settings.</summary>
/// <param name="Owner">Names operators and may close the contract; null if not said.</param>
/// <param name="Operator">May anchor; null for the account of the key file.</param>
/// <param name="Origin">Name of the log; null for the one that Lotmark:PublicUrl gives.</param>
/// <param name="Predecessor">Contract that the new one continues; null if none.</param>
/// <param name="RpcUrls">Nodes; empty for those of the settings.</param>
/// <param name="Settings">Settings on the command line, as the service takes them.</param>
internal sealed record DeployOptions(string? Owner, string? Operator, string? Origin, string? Predecessor, IReadOnlyList<string> RpcUrls, string[] Settings)
{
    public static DeployOptions? Parse(string[] arguments)
    {
        var named = new Dictionary<string, string>();
        var (rpcUrls, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            var (option, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], i + 1 < arguments.Length ? arguments[++i] : null);
            if (value is null or ['-', '-', ..]) return null;
            switch (option)
            {
                case "--owner" or "--operator" or "--origin" or "--predecessor" when named.TryAdd(option, value): break;
                case "--rpc" when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https": rpcUrls.Add(value); break;
                case ['-', '-', ..] when option.Contains(':', StringComparison.Ordinal): settings.AddRange(option, value); break;
                default: return null;
            }
        }
        return new(named.GetValueOrDefault("--owner"), named.GetValueOrDefault("--operator"), named.GetValueOrDefault("--origin"), named.GetValueOrDefault("--predecessor"), rpcUrls, [.. settings]);
    }
}
