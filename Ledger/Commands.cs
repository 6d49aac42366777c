using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Interchange.Bulk;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Telemetry;
using Lotmark.Ledger.Verify;

namespace Lotmark.Ledger;

/// <summary>What this program does beside serving: each is named by the first words of the command line.</summary>
internal static class Commands
{
    /// <summary>Runs the command that is named and returns its exit code; null when none is, and the service is to start.</summary>
    public static async Task<int?> RunAsync(string[] arguments) => arguments switch
    {
        ["verify", .. var rest] => await VerifyCommand.RunAsync(rest, Console.Out),
        ["audit", .. var rest] => await AuditStart.RunAsync(rest),
        ["deploy", .. var rest] => await DeployCommand.RunAsync(rest, Console.Out),
        ["rotate-key", .. var rest] => await RotateKeyCommand.RunAsync(rest, Console.Out),
        ["keys", .. var rest] => await CommandBeside.RunAsync(rest, KeysCommand.Usage, KeysCommand.Read),
        ["accounts", .. var rest] => await CommandBeside.RunAsync(rest, AccountsCommand.Usage, AccountsCommand.Read),
        ["organisations", .. var rest] => await CommandBeside.RunAsync(rest, OrganisationsCommand.Usage, OrganisationsCommand.Read),
        ["health", .. var rest] => await HealthCommand.RunAsync(rest, Console.Out),
        ["lots", .. var rest] => await ImportCommand.RunAsync(rest, Console.Out),
        _ => null,
    };
}
