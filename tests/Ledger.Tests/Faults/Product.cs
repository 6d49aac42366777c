using Lotmark.Ledger.Access;
using Lotmark.Ledger.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>The product's parts without its server, for what a test does beside the running processes.</summary>
public static class Product
{
    /// <summary>Composed as <c>Program.cs</c> does it.</summary>
    public static WebApplication Compose(string connectionString, string dataDirectory)
    {
        var builder = WebApplication.CreateBuilder(["--ConnectionStrings:Ledger", connectionString, "--Lotmark:DataDirectory", dataDirectory]);
        builder.Logging.ClearProviders();
        builder.AddLedger(Settings.From(builder.Configuration));
        return builder.Build();
    }

    /// <summary>Makes the tables, the first keys and the log's key.</summary>
    public static async Task MakeReadyAsync(this WebApplication product, string home)
    {
        await product.Services.GetRequiredService<AppliedSchema>().EnsureAsync(CancellationToken.None);
        await product.Services.GetRequiredService<FirstKeys>().WriteToAsync(home, CancellationToken.None);
        LogSigner.FromFile(Path.Combine(home, "log.key"));
    }
}
