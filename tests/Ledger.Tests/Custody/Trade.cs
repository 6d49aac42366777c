using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Lots.Documents;

namespace Lotmark.Ledger.Tests.Custody;

/// <summary>An importer, a cold store, a wholesaler and a shop, each with a place, and what they send.</summary>
public sealed record Trade(Member Importer, Member ColdStore, Member Wholesaler, Member Shop, string Warehouse, string Cold, string Depot, string Store)
{
    private static readonly DateTimeOffset Day = new(2026, 11, 10, 9, 0, 0, TimeSpan.FromHours(8));
    private static int _units;

    public static async Task<Trade> OpenAsync(LedgerApp app)
    {
        var members = new List<Member>();
        var places = new List<string>();
        foreach (var kind in new[] { "importer", "coldStore", "wholesaler", "retailer" })
        {
            members.Add(await app.AdmitAsync(kind));
            var place = Members.NewPlace();
            using var answer = await members[^1].Http.PostAsJsonAsync("/api/locations", place);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            places.Add((string)place["gln"]!);
        }
        return new(members[0], members[1], members[2], members[3], places[0], places[1], places[2], places[3]);
    }

    /// <summary>A pallet that no test has used.</summary>
    public static string NewUnit()
    {
        var digits = $"00614141{Interlocked.Increment(ref _units):D9}";
        return digits + Scanner.DigitalLinks.CheckDigit.Of(digits);
    }

    public static JsonObject Reference(string type = "desadv") => new() { ["type"] = type, ["number"] = "D-1001" };

    public static JsonObject Receipt(string location, decimal quantity, string? shipment = null, decimal temperature = -20) => new()
    {
        ["shipment"] = shipment,
        ["location"] = location,
        ["quantity"] = quantity,
        ["at"] = Day.AddHours(2),
        ["temperatureC"] = temperature,
        ["reference"] = Reference("recadv"),
    };

    public static JsonObject Shipment(string? from, string to, decimal? quantity, params string[] units) => new()
    {
        ["from"] = from,
        ["to"] = to,
        ["quantity"] = quantity,
        ["units"] = units.Length == 0 ? null : new JsonArray([.. units.Select(u => JsonValue.Create(u))]),
        ["at"] = Day.AddHours(1),
        ["temperatureC"] = -21,
        ["reference"] = Reference(),
    };

    public static JsonObject Sale(string location, decimal? quantity) => new() { ["location"] = location, ["quantity"] = quantity, ["at"] = Day.AddHours(5) };

    public static JsonObject Destruction(string? location, decimal quantity) => new()
    {
        ["location"] = location,
        ["quantity"] = quantity,
        ["at"] = Day.AddHours(6),
        ["reason"] = "thawed",
        ["method"] = "incineration",
        ["reference"] = Reference("cert"),
    };

    public static JsonObject Repack(string location, decimal quantity, JsonObject? other, decimal ofOther, string ending, decimal weight) => new()
    {
        ["location"] = location,
        ["quantity"] = quantity,
        ["with"] = other is null ? null : new JsonArray(new JsonObject { ["gtin"] = other.Gtin, ["lotNumber"] = other.Number, ["quantity"] = ofOther }),
        ["into"] = new JsonArray(new JsonObject
        {
            ["gtin"] = "09520123451189",
            ["lotNumber"] = other is null ? ending : RepackedNumber(other, ending),
            ["packSize"] = "500 g",
            ["packStyle"] = "tray",
            ["quantity"] = weight,
            ["uom"] = "KGM",
            ["packageCount"] = 300,
            ["netWeightKg"] = weight,
        }),
        ["at"] = "2026-11-12T10:30:00+08:00",
        ["reference"] = Reference("other"),
    };

    // Named after the second lot, so that every test has its own.
    public static string RepackedNumber(JsonObject other, string ending) => $"{other.Number[..^3]}{ending}";

    /// <summary>A lot of 24,000 kg that lies in the importer's warehouse, released to the market.</summary>
    /// <param name="app">The product.</param>
    /// <param name="change">What is special about its registration.</param>
    public async Task<JsonObject> ReleasedLotAsync(LedgerApp app, Action<JsonObject>? change = null)
    {
        var lot = await ReceivedLotAsync(app, change);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("""{"type":"ciqCertificate","number":"CIQ-2026-0001","issuer":"Ningbo Customs","issuedOn":"2026-11-08"}""", null, "application/json"), "document" },
            { new ByteArrayContent(SmallFiles.Pdf()), "file", "certificate.pdf" },
        };
        using var attached = await Importer.Http.PostAsync(lot.Api("/documents"), form);
        Assert.Equal(HttpStatusCode.Created, attached.StatusCode);
        using var released = await Importer.Http.PostAsync(lot.Api("/market-release"), null);
        Assert.Equal(HttpStatusCode.Created, released.StatusCode);
        return lot;
    }

    /// <summary>A lot of 24,000 kg that lies in the importer's warehouse.</summary>
    public async Task<JsonObject> ReceivedLotAsync(LedgerApp app, Action<JsonObject>? change = null)
    {
        var lot = await app.RegisterLotAsync(Importer, change);
        await Importer.DoAsync(lot, "receive", Receipt(Warehouse, 24000));
        return lot;
    }

    /// <summary>Hands some of it over and has it confirmed in full.</summary>
    public static async Task HandOverAsync(JsonObject lot, Member from, string fromPlace, Member to, string toPlace, decimal quantity)
    {
        var shipped = await from.DoAsync(lot, "ship", Shipment(fromPlace, toPlace, quantity));
        await to.DoAsync(lot, "receive", Receipt(toPlace, quantity, (string)shipped["shipment"]!));
    }
}

public static class Doing
{
    extension(Member member)
    {
        /// <summary>Sends a command that must succeed.</summary>
        public async Task<JsonObject> DoAsync(JsonObject lot, string what, JsonObject command)
        {
            using var answer = await member.Http.PostAsJsonAsync(lot.Api($"/{what}"), command);
            var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{what}: {(int)answer.StatusCode} {body}");
            return body!;
        }

        /// <summary>Sends a command that must be refused so, and returns the problem.</summary>
        public async Task<JsonObject> RefusedAsync(HttpStatusCode status, string code, JsonObject lot, string what, JsonObject command)
        {
            using var answer = await member.Http.PostAsJsonAsync(lot.Api($"/{what}"), command);
            var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal((status, code), (answer.StatusCode, (string?)problem!["code"]));
            return problem;
        }

        /// <summary>The lot as this member sees it.</summary>
        public async Task<JsonObject> SeeAsync(JsonObject lot) => (await member.Http.GetFromJsonAsync<JsonObject>(lot.Api()))!;
    }
}
