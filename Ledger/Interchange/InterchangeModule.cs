using Lotmark.Ledger.Interchange.Bulk;
using Lotmark.Ledger.Interchange.Dossiers;
using Lotmark.Ledger.Interchange.Exports;
using Lotmark.Ledger.Interchange.Webhooks;

namespace Lotmark.Ledger.Interchange;

/// <summary>What comes in and goes out by the file, and what is told to other systems.</summary>
public static class InterchangeModule
{
    /// <summary>Adds what making files needs.</summary>
    public static void AddInterchange(this WebApplicationBuilder builder)
    {
        builder.AddDossiers();
        builder.AddExports();
    }

    /// <summary>Serves it.</summary>
    public static void MapInterchange(this IEndpointRouteBuilder app)
    {
        app.MapBulk();
        app.MapDossiers();
        app.MapExports();
        app.MapWebhooks();
    }
}
