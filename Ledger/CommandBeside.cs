using Lotmark.Ledger.Access;
using Lotmark.Ledger.Embedded;
using Npgsql;

namespace Lotmark.Ledger;

/// <summary>Runs a command on the database of the ledger that the settings name: beside the service, or on its own for the time it takes.</summary>
internal static class CommandBeside
{
    private const int Failed = 1;
    private const int NotUnderstood = 2;
    private const int Interrupted = 130;

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
        using var interruption = new Interruption();
        try
        {
            return await RunAsync(settings, run, interruption.Token);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName)
        {
            await Console.Error.WriteLineAsync($"lotmark: nothing was done: this database holds no ledger of this version ({e.MessageText}). Start the service on it once.");
            return Failed;
        }
        catch (Exception e) when (e is StartupException or NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync($"lotmark: nothing was done: {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
    }

    private static async Task<int> RunAsync(string[] arguments, Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancel)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        var settings = Settings.From(builder.Configuration);
        await RunningMachine.AddToAsync(builder.Configuration, settings, cancel);
        builder.Configuration["Chain:RpcUrls:0"] ??= ""; // no command here needs a chain
        await using var machine = EmbeddedMachine.Start(builder.Configuration, settings, Console.Error.WriteLine, cancel);
        builder.AddStorage();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddAccess(settings);
        await using var app = builder.Build();
        await machine.ReadyAsync(app.Configuration, cancel);
        return await run(app.Services, cancel);
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
