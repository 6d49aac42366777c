using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>What the command line of <c>audit</c> asks for.</summary>
/// <param name="From">Index of the leaf to begin at.</param>
/// <param name="RpcUrls">Nodes to ask instead of those of the settings.</param>
/// <param name="Settings">The rest: settings as the service takes them.</param>
public sealed record AuditOptions(long From, IReadOnlyList<string> RpcUrls, string[] Settings)
{
    /// <summary>What is printed when it was not understood.</summary>
    public const string Usage = """
        Usage: audit [--from N] [--rpc URL]... [--SETTING VALUE]...

          --from N      begin at leaf N; the leaves before it are taken as their tiles have them
          --rpc URL     ask this Ethereum node for the anchors instead of those of the settings; several are all asked
          --SETTING     as the service takes them: Lotmark:DataDirectory, ConnectionStrings:Ledger, Chain:Contract ...

        Reads the whole ledger and changes nothing. It may run beside the service.

        Exit code: 0 everything fits, 1 something does not, 2 the command was not understood, 3 something could not be checked.
        """;

    /// <summary>Reads the arguments behind <c>audit</c>.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out AuditOptions? options)
    {
        options = null;
        long? from = null;
        var rpcUrls = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) return false;
            var (name, value) = (arguments[i], arguments[i + 1]);
            switch (name)
            {
                case "--from" when from is null && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index):
                    from = index;
                    break;
                case "--rpc" when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https":
                    rpcUrls.Add(value);
                    break;
                case ['-', '-', ..] when name.Contains(':', StringComparison.Ordinal):
                    settings.AddRange([name, value]);
                    break;
                default:
                    return false;
            }
        }
        options = new(from ?? 0, rpcUrls, [.. settings]);
        return true;
    }
}
