using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Inspection.Audit;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger;

/// <summary>Starts <c>audit</c> on the ledger that the settings name: beside the service, or on its own for the time it takes.</summary>
internal static class AuditStart
{
    private const int NotUnderstood = 2;
    private const int NotCompleted = 3;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!AuditOptions.TryParse(arguments, out var options))
        {
            await Console.Out.WriteLineAsync(AuditOptions.Usage);
            return NotUnderstood;
        }
        return await CommandBeside.ToldAsync("nothing was checked", NotCompleted, NotCompleted, cancel => CommandBeside.OnLedgerAsync(
            options.Settings,
            (builder, _) =>
            {
                for (var i = 0; i < options.RpcUrls.Count; i++) builder.Configuration[$"Chain:RpcUrls:{i}"] = options.RpcUrls[i];
            },
            Console.WriteLine, (app, settings) => AuditAsync(app, options, settings, cancel), cancel));
    }

    private static async Task<int> AuditAsync(WebApplication app, AuditOptions options, Settings settings, CancellationToken cancel)
    {
        var chain = new ChainSettings(app.Configuration);
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        if (chain.Network == "dev" && chain.Contract.Length == 0 && await new LogReader(database).IdentityAsync(cancel) is var (origin, _))
            app.Configuration["Chain:Contract"] = DevContract.AddressOf(origin);
        using var http = new HttpClient();
        return await new AuditCommand(database, chain, http, settings).RunAsync(options, cancel);
    }
}
