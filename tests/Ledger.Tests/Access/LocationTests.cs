using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Access;

public sealed class LocationTests(LedgerApp app)
{
    [Fact]
    public async Task A_place_is_registered_by_who_answers_for_it_and_found_by_everybody_without_its_phone()
    {
        var store = await app.AdmitAsync("coldStore");
        var place = Members.NewPlace();

        using var answer = await store.Http.PostAsJsonAsync("/api/locations", place);
        using var same = await store.Http.PostAsJsonAsync("/api/locations", place);
        var registered = await answer.Content.ReadFromJsonAsync<JsonObject>();
        var uri = new Uri((string)registered!["uri"]!);
        var shown = await app.Anybody.GetStringAsync(uri.PathAndQuery);
        var seen = await app.Importer.GetFromJsonAsync<JsonObject>($"/api/locations/{(string)place["gln"]!}");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal($"/loc/{(string)place["gln"]!}", uri.AbsolutePath);
        Assert.Contains("Test cold store", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("0574-1111-2222", shown, StringComparison.Ordinal);
        Assert.Equal("0574-1111-2222", (string)seen!["location"]!["phone"]!);
    }

    [Fact]
    public async Task A_place_without_a_GLN_gets_an_id_and_the_same_place_gets_the_same()
    {
        var shop = await app.AdmitAsync("retailer");
        var place = Members.NewPlace();
        place.Remove("gln");
        place.Remove("streetAddress");
        place["coordinates"] = new JsonObject { ["latitude"] = 29.87, ["longitude"] = 121.55 };

        using var first = await shop.Http.PostAsJsonAsync("/api/locations", place);
        using var again = await shop.Http.PostAsJsonAsync("/api/locations", place);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.StartsWith("loc-", (string)(await first.Content.ReadFromJsonAsync<JsonObject>())!["location"]!["id"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_changes_it()
    {
        var store = await app.AdmitAsync("coldStore");
        var place = Members.NewPlace();
        var at = $"/api/locations/{(string)place["gln"]!}";
        using var registered = await store.Http.PostAsJsonAsync("/api/locations", place);
        place["phone"] = "0574-3333-4444";

        using var other = await app.Importer.PutAsJsonAsync(at, place);
        using var taken = await app.Importer.PostAsJsonAsync("/api/locations", place);
        using var own = await store.Http.PutAsJsonAsync(at, place);
        place["organisation"] = "example-foods-ningbo";
        using var given = await store.Http.PutAsJsonAsync(at, place);
        using var named = await store.Http.PostAsJsonAsync("/api/locations", place);
        using var unknown = await store.Http.PutAsJsonAsync("/api/locations/loc-none", place);

        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, given.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, named.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_operator_registers_places_for_others()
    {
        var store = await app.AdmitAsync("coldStore");
        var place = Members.NewPlace();
        place["organisation"] = store.Id;
        using var registered = await app.Admin.PostAsJsonAsync("/api/locations", place);
        place["organisation"] = "no-such-one";
        place["gln"] = null;
        using var nowhere = await app.Admin.PostAsJsonAsync("/api/locations", place);

        var own = await store.Http.GetFromJsonAsync<JsonObject>($"/api/locations?organisation={store.Id}");

        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Single(own!["locations"]!.AsArray());
    }

    [Fact]
    public async Task Everything_wrong_with_a_place_is_told_at_once()
    {
        using var answer = await app.Importer.PostAsJsonAsync("/api/locations", new { gln = "1", name = new { zh = "" }, coordinates = new { latitude = 91, longitude = "x" }, country = "CN" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["city", "coordinates.latitude", "coordinates.longitude", "gln", "name", "phone", "postalCode", "region"], errors.Select(e => e.Key));
    }

    [Theory]
    [InlineData("/loc/%2e%2e%2f")]
    [InlineData("/loc/none")]
    [InlineData("/loc/'--")]
    public async Task An_unknown_place_is_not_found(string path)
    {
        using var answer = await app.Anybody.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
