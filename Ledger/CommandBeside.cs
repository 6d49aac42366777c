using Lotmark.Ledger.Access;
using Lotmark.Ledger.Embedded;
using Npgsql;

namespace Lotmark.Ledger;

/// <summary>Runs a command on the database of the ledger that the settings name: beside the service, or on its own for the time it takes.</summary>
internal static class CommandBeside
{
    private const int Failed = 1;
    private const int NotUnderstood = 2;

    /// <summary>Runs it. Returns the exit code.</summary>
    /// <param name="arguments">What the command takes, and settings (<c>--Lotmark:DataDirectory PATH</c> …) as the service takes them.</param>
    /// <param name="usage">What is printed when it was not understood.</param>
    /// <param name="read">Makes of its own arguments what to do; null when they make no sense.</param>
    public static async Task<int> RunAsync(string[] arguments, string usage, Func<string[], Func<IServiceProvider, CancellationToken, Task<int>>?> read)
    {
        var (own, settings) = Part(arguments);
        if (settings is null || read(own) is not { } run)
        {
            await Console.Out.WriteLineAsync(usage);
            return NotUnderstood;
        }
        return await ToldAsync("nothing was done", Failed, FailedStart.Interrupted, cancel => OnLedgerAsync(
            settings,
            (builder, its) =>
            {
                builder.Configuration["Chain:RpcUrls:0"] ??= ""; // no command here needs a chain
                builder.Services.AddSingleton(TimeProvider.System);
                builder.AddAccess(its);
            },
            Console.Error.WriteLine, (app, _) => run(app.Services, cancel), cancel));
    }

    /// <summary>Runs something on the ledger that the settings name: with what runs already, else with a machine of its own.</summary>
    /// <param name="arguments">Settings, as the service takes them.</param>
    /// <param name="compose">Adds what is needed beside the storage.</param>
    /// <param name="say">Tells what goes on.</param>
    /// <param name="run">What to do there.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<int> OnLedgerAsync(
        string[] arguments, Action<WebApplicationBuilder, Settings> compose, Action<string> say, Func<WebApplication, Settings, Task<int>> run, CancellationToken cancel)
    {
        var builder = SettingSources.Builder(arguments);
        var settings = Settings.From(builder.Configuration);
        builder.AddStorage();
        compose(builder, settings);
        await RunningMachine.AddToAsync(builder.Configuration, settings, cancel);
        await using var machine = EmbeddedMachine.Start(builder.Configuration, settings, say, cancel);
        await using var app = builder.Build();
        await machine.ReadyAsync(app.Configuration, cancel);
        return await run(app, settings);
    }

    /// <summary>Runs a command and tells of what was foreseen to go wrong.</summary>
    /// <param name="nothing">What did not happen then.</param>
    /// <param name="failed">The exit code of that.</param>
    /// <param name="interrupted">The exit code of an interruption.</param>
    /// <param name="run">The command.</param>
    public static async Task<int> ToldAsync(string nothing, int failed, int interrupted, Func<CancellationToken, Task<int>> run)
    {
        using var interruption = new Interruption();
        try
        {
            return await run(interruption.Token);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName)
        {
            await Console.Error.WriteLineAsync($"lotmark: {nothing}: this database holds no ledger of this version ({e.MessageText}). Start the service on it once.");
            return failed;
        }
        catch (Exception e) when (e is StartupException or NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync($"lotmark: {nothing}: {e.Message}");
            return failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("lotmark: interrupted.");
            return interrupted;
        }
    }

    // Settings are named with a colon, a command's own options are not.
    private static (string[] Own, string[]? Settings) Part(string[] arguments)
    {
        var (own, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || !arguments[i].Contains(':', StringComparison.Ordinal)) own.Add(arguments[i]);
            else if (arguments[i].Contains('=', StringComparison.Ordinal)) settings.Add(arguments[i]);
            else if (i + 1 == arguments.Length) return ([], null);
            else settings.AddRange([arguments[i], arguments[++i]]);
        }
        return ([.. own], [.. settings]);
    }
}
