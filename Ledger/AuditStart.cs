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
        using var interruption = new Interruption();
        try
        {
            return await RunAsync(options, interruption.Token);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            await Console.Error.WriteLineAsync($"lotmark: nothing was checked: this database holds no ledger of this version ({e.MessageText}). Start the service on it once.");
            return NotCompleted;
        }
        catch (Exception e) when (e is StartupException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"lotmark: nothing was checked: {e.Message}");
            return NotCompleted;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("lotmark: the audit was interrupted.");
            return NotCompleted;
        }
    }

    private static async Task<int> RunAsync(AuditOptions options, CancellationToken cancel)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = options.Settings, ContentRootPath = AppContext.BaseDirectory });
        var settings = Settings.From(builder.Configuration);
        for (var i = 0; i < options.RpcUrls.Count; i++) builder.Configuration[$"Chain:RpcUrls:{i}"] = options.RpcUrls[i];
        await RunningMachine.AddToAsync(builder.Configuration, settings, cancel);
        await using var machine = EmbeddedMachine.Start(builder.Configuration, settings, Console.WriteLine, cancel);
        builder.AddStorage();
        await using var app = builder.Build();
        await machine.ReadyAsync(app.Configuration, cancel);

        var chain = new ChainSettings(app.Configuration);
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        if (chain.Network == "dev" && chain.Contract.Length == 0 && await new LogReader(database).IdentityAsync(cancel) is var (origin, _))
            app.Configuration["Chain:Contract"] = DevContract.AddressOf(origin);
        using var http = new HttpClient();
        return await new AuditCommand(database, chain, http, settings).RunAsync(options, cancel);
    }
}
