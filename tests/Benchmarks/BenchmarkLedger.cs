using Lotmark.Ledger;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>The parts of the product on a PostgreSQL of their own, in a directory that goes away with them. Nothing runs unless it is started.</summary>
internal sealed class BenchmarkLedger : IAsyncDisposable
{
    private readonly EmbeddedPostgres _postgres;
    private readonly DataDirectory _data;
    private readonly WebApplication _app;

    private BenchmarkLedger(EmbeddedPostgres postgres, DataDirectory data, WebApplication app) => (_postgres, _data, _app) = (postgres, data, app);

    public IServiceProvider Services => _app.Services;

    public string ConnectionString => _postgres.ConnectionString;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<BenchmarkLedger> StartAsync(string roles = "api,scanner,worker")
    {
        var folder = NewFolder();
        var data = DataDirectory.Open(folder);
        var tools = await PinnedTools.InstallAsync(
            Path.Combine(AppContext.BaseDirectory, "Embedded"), PinnedTools.UserCache() ?? data.PathOf("tools"), Console.WriteLine, CancellationToken.None);
        var postgres = await EmbeddedPostgres.StartAsync(data, tools, Console.WriteLine, CancellationToken.None);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Ledger"] = postgres.ConnectionString,
            ["Lotmark:DataDirectory"] = folder,
            ["Lotmark:PublicUrl"] = "https://ledger.example",
            ["Lotmark:Roles"] = roles,
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Lotmark.Ledger.Anchoring"] = "None", // there is no chain
        });
        var settings = Settings.From(builder.Configuration);
        builder.AddLedger(settings);
        var app = builder.Build();
        await app.Services.GetRequiredService<AppliedSchema>().EnsureAsync(CancellationToken.None);
        if (settings.Worker) await app.Services.GetRequiredService<LogKeys>().NameAsync("ledger.example/log", app.Services.GetRequiredService<LogSigner>(), CancellationToken.None);
        return new(postgres, data, app);
    }

    /// <summary>Serves the API, and signs in as somebody.</summary>
    public async Task<HttpClient> ServeAsync(string role = "importer")
    {
        _app.UseRequests();
        _app.MapLots();
        _app.MapColdChain();
        _app.MapTrace();
        await Services.GetRequiredService<FirstKeys>().WriteToAsync(_data.Root, CancellationToken.None);
        await _app.StartAsync();
        var key = await File.ReadAllTextAsync(_data.PathOf($"{role}.key"));
        return new() { BaseAddress = new(_app.Urls.First()), DefaultRequestHeaders = { Authorization = new("Bearer", key.Trim()) } };
    }

    /// <summary>A folder that PostgreSQL's own user can enter.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("lotmark-benchmark-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        return folder;
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
        _data.Dispose();
        Directory.Delete(_data.Root, recursive: true);
    }
}
