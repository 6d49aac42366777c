using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lotmark.Ledger.Tests;

/// <summary>The parts of another process on the database of the running product: an API role that does not listen.</summary>
public sealed class LedgerServices : IAsyncDisposable
{
    private readonly WebApplication _app;

    public LedgerServices(LedgerApp app, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:Ledger", File.ReadAllText(Path.Combine(app.Process.DataDirectory, "connection-string")).Trim()),
            new("Lotmark:Roles", "api"),
            new("Lotmark:DataDirectory", app.Process.DataDirectory),
            .. settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)),
        ]);
        builder.AddLedger(Settings.From(builder.Configuration));
        _app = builder.Build();
    }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
