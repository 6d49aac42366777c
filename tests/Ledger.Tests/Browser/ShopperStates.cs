using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Custody;
using Lotmark.Ledger.Tests.ShopperReports;

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>The states in which shoppers meet their pages, each brought about as it comes about: by what importers, holders and authorities record.</summary>
public static class ShopperStates
{
    private const string Unwell = "Complaint of a shopper";

    /// <summary>Each state by its name: makes it, and says where its page is.</summary>
    public static readonly IReadOnlyDictionary<string, Func<LedgerApp, Task<string>>> All = new Dictionary<string, Func<LedgerApp, Task<string>>>
    {
        ["fine"] = async app => Page(await FinalAsync(app, await app.RegisterLotAsync())),
        ["held"] = async app => Page(await OrderedAsync(app, "hold")),
        ["recalled"] = async app => Page(await OrderedAsync(app, "recall")),
        ["expired"] = app => RegisteredAsync(app, lot => (lot["productionDate"], lot["productionDateTo"], lot["freezeDate"], lot["expiryDate"], lot["entryDate"], lot["customsDeclarationNo"]) =
            ("2024-03-01", null, null, "2026-03-01", "2024-05-20", "310120241000456789")),
        ["sold-out"] = SoldOutAsync,
        ["destroyed"] = DestroyedAsync,
        ["handled-forty-times"] = HandledAsync,
        ["corrected"] = CorrectedAsync,
        ["measured"] = app => MeasuredAsync(app, warmAt: null),
        ["too-warm"] = app => MeasuredAsync(app, warmAt: 777),
        ["item"] = app => ItemAsync(app, looks: 2),
        ["item-copied"] = app => ItemAsync(app, looks: 24),
        ["item-not-issued"] = async app => $"{await ItemAsync(app, looks: 0)}-X",
        ["lot-unknown"] = _ => Task.FromResult("/01/09520123451189/10/NOBODY-KNOWS-IT"),
        ["product-unknown"] = _ => Task.FromResult("/01/09520123456788/10/A1"),
        ["product"] = _ => Task.FromResult("/01/09520123451189"),
        ["code-malformed"] = _ => Task.FromResult("/01/09520123451188/10/A1"),
        ["code-of-a-pallet"] = _ => Task.FromResult("/00/006141411234567890"),
        ["link-type-unknown"] = async app => Page(await app.RegisterLotAsync()) + "?linkType=gs1:recipeInfo",
        ["name-of-150-characters"] = app => RegisteredAsync(app, lot => lot["productName"] = new JsonObject
        {
            ["zh"] = string.Concat(Enumerable.Repeat("冷冻南美白对虾仁（去头去壳去肠线）", 9))[..150],
            ["en"] = ("Frozen Pacific whiteleg shrimp, peeled, deveined, tail-off, individually quick frozen, glazed, " + new string('x', 150))[..150],
        }),
        ["name-of-one-character"] = app => RegisteredAsync(app, lot => (lot["productName"], lot["brand"]) = (new JsonObject { ["zh"] = "虾", ["en"] = "X" }, "é")),
        ["nothing-optional"] = app => RegisteredAsync(app, lot =>
        {
            foreach (var name in (string[])["brand", "species", "productionDateTo", "freezeDate", "shelfLifeDays", "storageTempMinC", "ciqCertificateNo", "vessel", "voyage"]) lot.Remove(name);
            lot["productName"]!.AsObject().Remove("en");
        }),
        ["hostile"] = app => RegisteredAsync(app, lot =>
        {
            lot["productName"] = new JsonObject { ["zh"] = "<script>alert(1)</script>\"'&虾🦐", ["en"] = new string('W', 120) + " 👩‍👩‍👧‍👦" };
            (lot["brand"], lot["species"]) = ("<img src=x onerror=alert(1)>", "مرحبا بالعالم · Z̸̡̛͓a̵l̶g̷o̴");
        }),
        ["report-form"] = async app => $"/report/{(await app.RegisterLotAsync()).Path}",
        ["report-unknown"] = _ => Task.FromResult("/report/ABCD-EFGH"),
        ["report-answered"] = ReportAnsweredAsync,
        ["scan"] = _ => Task.FromResult("/scan"),
        ["scan-refused"] = _ => Task.FromResult("/scan?code=0952012345118"),
        ["home"] = _ => Task.FromResult("/"),
        ["offline-verifier"] = _ => Task.FromResult("/verify.html"),
    };

    /// <summary>A lot of its own, as a page's address.</summary>
    public static string Page(JsonObject lot) => $"/{lot.Path}";

    /// <summary>Waits until the page itself says that its proof is final.</summary>
    public static async Task<JsonObject> FinalAsync(LedgerApp app, JsonObject lot)
    {
        await Eventually.TrueAsync(async () => (string?)(await app.Anybody.PageAsync(lot))["proof"]!["state"] == "final", "the proof is final");
        return lot;
    }

    private static async Task<string> RegisteredAsync(LedgerApp app, Action<JsonObject> change)
    {
        var lot = app.NewRegistration();
        change(lot);
        using var answer = await app.Importer.PostAsJsonAsync("/api/lots", lot);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return Page(lot);
    }

    private static async Task<JsonObject> OrderedAsync(LedgerApp app, string order)
    {
        var lot = await app.RegisterLotAsync();
        using var answer = await app.Inspector.PostAsJsonAsync(lot.Api($"/{order}"), new { reason = Unwell, legalBasis = "Food Safety Law, article 63" });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot;
    }

    private static async Task<string> SoldOutAsync(LedgerApp app)
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        await Trade.HandOverAsync(lot, trade.Importer, trade.Warehouse, trade.Shop, trade.Store, 24000);
        await trade.Shop.DoAsync(lot, "stock", new() { ["location"] = trade.Store, ["quantity"] = 24000, ["at"] = "2026-11-12T09:00:00+08:00" });
        var sale = Trade.Sale(trade.Store, 24000);
        sale["at"] = "2026-11-13T20:00:00+08:00";
        await trade.Shop.DoAsync(lot, "sell", sale);
        return Page(lot);
    }

    private static async Task<string> DestroyedAsync(LedgerApp app)
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        await trade.Importer.DoAsync(lot, "destroy", Trade.Destruction(trade.Warehouse, 24000));
        return Page(lot);
    }

    private static async Task<string> HandledAsync(LedgerApp app)
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReleasedLotAsync(app);
        var (day, holder, place) = (new DateTimeOffset(2026, 11, 10, 12, 0, 0, TimeSpan.FromHours(8)), trade.Importer, trade.Warehouse);
        for (var i = 0; i < 18; i++)
        {
            var (next, there) = holder == trade.Wholesaler ? (trade.ColdStore, trade.Cold) : (trade.Wholesaler, trade.Depot);
            var shipment = Trade.Shipment(place, there, 100);
            shipment["at"] = day.AddHours(18 * i).ToString("O", CultureInfo.InvariantCulture);
            var receipt = Trade.Receipt(there, 100, (string)(await holder.DoAsync(lot, "ship", shipment))["shipment"]!);
            receipt["at"] = day.AddHours(18 * i + 6).ToString("O", CultureInfo.InvariantCulture);
            await next.DoAsync(lot, "receive", receipt);
            (holder, place) = (next, there);
        }
        return Page(lot);
    }

    private static async Task<string> CorrectedAsync(LedgerApp app)
    {
        var trade = await Trade.OpenAsync(app);
        var lot = await trade.ReceivedLotAsync(app);
        var right = Trade.Receipt(trade.Warehouse, 24_000);
        right["at"] = "2026-11-09T09:00:00+08:00";
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 2, ["reason"] = "incorrectData", ["explanation"] = "the day before", ["values"] = right });
        await trade.Importer.DoAsync(lot, "corrections", new() { ["event"] = 1, ["reason"] = "incorrectData", ["explanation"] = "mistyped", ["values"] = new JsonObject { ["entryDate"] = "2026-11-06" } });
        return Page(lot);
    }

    private static async Task<string> MeasuredAsync(LedgerApp app, int? warmAt)
    {
        var lot = await app.RegisterLotAsync();
        await app.MeasureAsync(lot, Enumerable.Range(0, 2_000).Select(i => i >= warmAt && i < warmAt + 60 ? -9.4 : -20 + Math.Sin(i / 40d)));
        return Page(lot);
    }

    private static async Task<string> ItemAsync(LedgerApp app, int looks)
    {
        var lot = await app.RegisterLotAsync();
        using var issued = await app.Importer.PostAsJsonAsync(lot.Api("/serials"), new { serials = (string[])["A1B2C3D4"] });
        Assert.True(issued.IsSuccessStatusCode);
        var item = $"{Page(lot)}/21/A1B2C3D4";
        for (var i = 0; i < looks; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, item) { Headers = { Accept = { new("text/html") } } };
            using var look = await app.Anybody.SendAsync(request);
        }
        return item;
    }

    private static async Task<string> ReportAnsweredAsync(LedgerApp app)
    {
        var lot = await app.RegisterLotAsync();
        await app.Anybody.ReportAsync(lot, null, ("kind", "thawed"), ("district", "Ningbo, Beilun"), ("text", "The pack was soft and full of ice."));
        var report = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/reports?lot={Uri.EscapeDataString(lot.Path)}"))!["reports"]![0]!;
        using var answered = await app.Inspector.PostAsJsonAsync(
            $"{report["links"]!["self"]}/answer", new { status = "answered", zh = "门店已下架该批次商品，正在核查冷库温度。", en = "The shop has taken it off the shelf; the cold store is being looked at." });
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        return $"/report/{report["number"]}";
    }
}
