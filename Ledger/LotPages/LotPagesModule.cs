using Lotmark.Scanner.Lots;

namespace Lotmark.Ledger.LotPages;

/// <summary>What the public pages are made of.</summary>
public static class LotPagesModule
{
    /// <summary>Adds the answers to the pages' questions.</summary>
    public static void AddLotPages(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ILotDocuments, LotDocuments>();
}
