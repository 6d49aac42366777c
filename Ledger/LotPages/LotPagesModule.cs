using Lotmark.Scanner.Lots;

namespace Lotmark.Ledger.LotPages;

/// <summary>What the public pages are made of.</summary>
public static class LotPagesModule
{
    /// <summary>Adds the answers to the pages' questions, and the news that makes pages old.</summary>
    public static void AddLotPages(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("LotPages.schema.sql"));
        builder.Services.AddSingleton<ILotDocuments, LotDocuments>();
        if (settings.Scanner) builder.Services.AddHostedService<PageNotices>();
    }
}
