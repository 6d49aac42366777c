using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Custody;

namespace Lotmark.Ledger.Tests.Holds;

public sealed class HoldTests(LedgerApp app)
{
    [Fact]
    public async Task A_held_lot_is_neither_shipped_nor_sold_only_returned_or_destroyed()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await Trade.HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Shop, trade.Store, 100);
        await OrderAsync(lot, "hold");

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "lot-held", lot, "ship", Trade.Shipment(trade.Warehouse, trade.Depot, 1));
        await trade.Shop.RefusedAsync(HttpStatusCode.Conflict, "lot-held", lot, "sell", Trade.Sale(trade.Store, 1));
        var elsewhere = Trade.Shipment(trade.Store, trade.Depot, 1);
        elsewhere["return"] = true;
        await trade.Shop.RefusedAsync(HttpStatusCode.Conflict, "not-a-return", lot, "ship", elsewhere);
        var back = Trade.Shipment(trade.Store, trade.Warehouse, 60);
        back["return"] = true;
        await trade.Shop.DoAsync(lot, "ship", back);
        await trade.Shop.DoAsync(lot, "destroy", Trade.Destruction(trade.Store, 40));

        Assert.Equal("held", (string?)(await trade.Importer.SeeAsync(lot))["status"]);
        await OrderAsync(lot, "release");
        await trade.Importer.DoAsync(lot, "ship", Trade.Shipment(trade.Warehouse, trade.Depot, 1));
    }

    [Fact]
    public async Task A_recall_shows_at_once_on_the_page_and_outlasts_the_last_sale()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await OrderAsync(lot, "recall");

        using var page = await app.Anybody.SendAsync(new(HttpMethod.Get, $"/{lot.Path}") { Headers = { { "Accept-Language", "en" }, { "Accept", "text/html" } } });

        Assert.Contains("recalled", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "lot-recalled", lot, "ship", Trade.Shipment(trade.Warehouse, trade.Depot, 1));
        await trade.Importer.DoAsync(lot, "destroy", Trade.Destruction(trade.Warehouse, 24000));
        Assert.Equal("recalled", (string?)(await trade.Importer.SeeAsync(lot))["status"]);
    }

    [Fact]
    public async Task An_importer_recalls_its_own_lots_and_holds_none()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await app.RegisterLotAsync(trade.Importer);

        using var hold = await trade.Importer.Http.PostAsJsonAsync(lot.Api("/hold"), new { reason = "x" });
        await trade.Importer.DoAsync(lot, "recall", new() { ["reason"] = "Residues above the limit." });

        Assert.Equal(HttpStatusCode.Forbidden, hold.StatusCode);
    }

    [Fact]
    public async Task An_expired_lot_stays_where_it_is()
    {
        var trade = await Trade.OpenAsync(app);
        var lot = app.NewRegistration();
        lot["importer"]!["uscc"] = trade.Importer.Uscc;
        lot["expiryDate"] = "2026-11-20";
        using var registered = await trade.Importer.Http.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        await trade.Importer.DoAsync(lot, "receive", Trade.Receipt(trade.Warehouse, 24000));

        await trade.Importer.RefusedAsync(HttpStatusCode.Conflict, "lot-expired", lot, "ship", Trade.Shipment(trade.Warehouse, trade.Cold, 1));
        await trade.Importer.DoAsync(lot, "destroy", Trade.Destruction(trade.Warehouse, 24000));
    }

    private async Task OrderAsync(JsonObject lot, string what)
    {
        using var answer = await app.Inspector.PostAsJsonAsync(lot.Api($"/{what}"), new { reason = "Complaint of a shopper", legalBasis = "Food Safety Law, article 63" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
