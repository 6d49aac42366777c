using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Access;

public sealed class OrganisationTests(LedgerApp app)
{
    [Fact]
    public async Task An_organisation_is_admitted_once_and_its_code_belongs_to_it()
    {
        var organisation = Members.NewOrganisation("wholesaler");
        using var first = await app.Admin.PostAsJsonAsync("/api/organisations", organisation);
        using var same = await app.Admin.PostAsJsonAsync("/api/organisations", organisation);
        var another = Members.NewOrganisation("wholesaler");
        another["uscc"] = (string)organisation["uscc"]!;
        using var sameCode = await app.Admin.PostAsJsonAsync("/api/organisations", another);
        organisation["address"] = "Elsewhere";
        using var sameId = await app.Admin.PostAsJsonAsync("/api/organisations", organisation);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, sameCode.StatusCode);
        Assert.Contains("unified social credit code", await sameCode.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, sameId.StatusCode);
        using var read = await app.Admin.GetAsync(first.Headers.Location);
        Assert.Equal("9", ((string)(await read.Content.ReadFromJsonAsync<JsonObject>())!["gln"]!)[..1]);
    }

    [Fact]
    public async Task What_is_known_of_it_may_change_but_not_what_it_is()
    {
        var organisation = Members.NewOrganisation("retailer");
        var at = $"/api/organisations/{(string)organisation["id"]!}";
        using var unknown = await app.Admin.PutAsJsonAsync(at, organisation);
        using var created = await app.Admin.PostAsJsonAsync("/api/organisations", organisation);

        organisation["address"] = "7 Sample Road";
        using var changed = await app.Admin.PutAsJsonAsync(at, organisation);
        organisation["kind"] = "importer";
        using var kind = await app.Admin.PutAsJsonAsync(at, organisation);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("7 Sample Road", (string)(await app.Admin.GetFromJsonAsync<JsonObject>(at))!["address"]!);
        Assert.Equal(HttpStatusCode.Conflict, kind.StatusCode);
    }

    [Fact]
    public async Task Everything_wrong_with_it_is_told_at_once()
    {
        using var answer = await app.Admin.PostAsJsonAsync("/api/organisations", new { id = "No Good", kind = "farm", name = new { }, uscc = "91330100799655058A", gln = "9520123000012", colour = "red" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["colour", "gln", "id", "kind", "name", "uscc"], errors.Select(e => e.Key));
    }

    [Fact]
    public async Task The_list_comes_in_parts()
    {
        await app.AdmitAsync("coldStore");
        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var part = await app.Admin.GetFromJsonAsync<JsonObject>($"/api/organisations?limit=2{(after is null ? "" : $"&after={after}")}");
            seen.AddRange(part!["organisations"]!.AsArray().Select(o => (string)o!["id"]!));
            if ((after = (string?)part["next"]) is null) break;
        }

        Assert.Contains("example-foods-ningbo", seen);
        Assert.Contains("example-coldstore-ningbo", seen);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=ten")]
    [InlineData("after=%00")]
    public async Task A_part_that_makes_no_sense_is_refused(string query)
    {
        using var answer = await app.Admin.GetAsync($"/api/organisations?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single((await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject());
    }
}
