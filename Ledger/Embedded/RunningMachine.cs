using System.Globalization;
using Npgsql;

namespace Lotmark.Ledger.Embedded;

/// <summary>What a command needs to know of the embedded machine of a data directory, whether it runs or not.</summary>
internal static class RunningMachine
{
    private const int PatienceSeconds = 5;

    /// <summary>
    /// Puts the addresses of what runs into the settings that leave them open, so that <see cref="EmbeddedMachine" /> starts only the
    /// rest, and only what was there before.
    /// </summary>
    /// <exception cref="StartupException">The data directory holds no ledger.</exception>
    public static async Task AddToAsync(IConfiguration configuration, Settings settings, CancellationToken cancel)
    {
        var hasDatabase = !string.IsNullOrEmpty(configuration.GetConnectionString("Ledger"));
        if (!hasDatabase && !File.Exists(settings.PathOf("postgres.password")))
            throw new StartupException($"There is no ledger in {settings.DataDirectory}: name its data directory with --Lotmark:DataDirectory PATH, or its database with --ConnectionStrings:Ledger.");
        var runs = hasDatabase;
        if (!hasDatabase && await AnswersAsync(settings.PathOf("connection-string"), cancel) is { } connection)
        {
            configuration["ConnectionStrings:Ledger"] = connection;
            runs = true;
        }
        if (configuration.GetSection("Chain:RpcUrls").GetChildren().Any()) return;
        // Whoever runs the database runs the chain too. One that never was is not made for this: no address at all.
        if (runs || !File.Exists(settings.PathOf("dev-chain.json"))) configuration["Chain:RpcUrls:0"] = ChainUrl(settings.PathOf("dev-chain.port")) ?? "";
    }

    private static string? ChainUrl(string portFile) => File.Exists(portFile) && int.TryParse(File.ReadAllText(portFile), CultureInfo.InvariantCulture, out var port) ? $"http://127.0.0.1:{port}" : null;

    private static async Task<string?> AnswersAsync(string file, CancellationToken cancel)
    {
        if (!File.Exists(file)) return null;
        var connection = new NpgsqlConnectionStringBuilder(await File.ReadAllTextAsync(file, cancel)) { Timeout = PatienceSeconds };
        try
        {
            await using var open = new NpgsqlConnection(connection.ConnectionString);
            await open.OpenAsync(cancel);
            return connection.ConnectionString;
        }
        catch (NpgsqlException)
        {
            return null; // left by a machine that does not run now
        }
    }
}
