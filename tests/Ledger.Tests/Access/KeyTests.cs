using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Access;

public sealed class KeyTests(LedgerApp app)
{
    [Fact]
    public async Task A_key_opens_as_soon_as_it_is_made_and_is_shown_once()
    {
        var importer = await app.AdmitAsync("importer");
        var (key, label) = await app.KeyAsync(importer.Id, "reader");
        using var reader = app.ClientWith(key);

        var me = await reader.GetFromJsonAsync<JsonObject>("/api/me");
        var list = await app.Admin.GetStringAsync($"/api/organisations/{importer.Id}/keys");

        Assert.Matches("^lmk_[0-9a-f]{48}$", key);
        Assert.Equal((importer.Id, label, "reader"), ((string)me!["organisation"]!["id"]!, (string)me["label"]!, (string)me["role"]!));
        Assert.Equal("own", (string)me["opens"]!["readLot"]!);
        Assert.Null(me["opens"]!["registerLot"]);
        Assert.Contains(label, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, app.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_then_on()
    {
        var importer = await app.AdmitAsync("importer");
        var (key, label) = await app.KeyAsync(importer.Id, "importer");
        using var client = app.ClientWith(key);
        using var before = await client.GetAsync("/api/me");

        using var revoked = await app.Admin.DeleteAsync($"/api/organisations/{importer.Id}/keys/{label}");
        using var after = await client.GetAsync("/api/me");
        using var again = await app.Admin.DeleteAsync($"/api/organisations/{importer.Id}/keys/{label}");
        using var other = await importer.Http.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var importer = await app.AdmitAsync("importer");
        var (key, _) = await app.KeyAsync(importer.Id, "importer", DateTimeOffset.UtcNow.AddSeconds(2));
        using var client = app.ClientWith(key);

        await Eventually.TrueAsync(async () =>
        {
            using var answer = await client.GetAsync("/api/me");
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        }, "the key has expired");
    }

    [Fact]
    public async Task The_operator_sees_when_a_key_was_last_used()
    {
        var store = await app.AdmitAsync("coldStore");
        using var answer = await store.Http.GetAsync("/api/me");

        var key = await Eventually.ResultAsync(async () =>
        {
            var list = await app.Admin.GetFromJsonAsync<JsonObject>($"/api/organisations/{store.Id}/keys");
            var only = Assert.Single(list!["keys"]!.AsArray())!.AsObject();
            return only["lastUsed"] is null ? null : only;
        }, "the use is written down");

        Assert.InRange(DateTimeOffset.UtcNow - (DateTimeOffset)key["lastUsed"]!, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("Bearer lmk_000000000000000000000000000000000000000000000000")]
    [InlineData("Bearer lmk_")]
    [InlineData("Bearer")]
    [InlineData("Bearer \t")]
    [InlineData("Bearer ' or 1=1 --")]
    [InlineData("Bearer ключ")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("lmk_000000000000000000000000000000000000000000000000")]
    public async Task Whatever_is_wrong_with_a_key_the_answer_is_the_same(string header)
    {
        using var nothing = await app.Anybody.GetAsync("/api/me");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = app.Anybody.BaseAddress };
        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(Untraced(await nothing.Content.ReadFromJsonAsync<JsonObject>()), Untraced(await answer.Content.ReadFromJsonAsync<JsonObject>()));
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_keeps_nobody_out()
    {
        var flood = Enumerable.Range(0, 300).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { Authorization = new("Bearer", $"lmk_{i:x48}") } };
            using var answer = await app.Anybody.SendAsync(request);
            return answer.StatusCode;
        }).ToList();

        using var good = await app.Importer.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.All(await Task.WhenAll(flood), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
    }

    [Fact]
    public async Task A_key_has_a_role_that_its_organisation_may_have_and_a_label_of_its_own()
    {
        var store = await app.AdmitAsync("coldStore");

        using var misfit = await app.Admin.PostAsJsonAsync($"/api/organisations/{store.Id}/keys", new { role = "inspector", label = "a" });
        using var first = await app.Admin.PostAsJsonAsync($"/api/organisations/{store.Id}/keys", new { role = "coldStore", label = "gate-1" });
        using var second = await app.Admin.PostAsJsonAsync($"/api/organisations/{store.Id}/keys", new { role = "reader", label = "gate-1" });
        using var nowhere = await app.Admin.PostAsJsonAsync("/api/organisations/no-such-one/keys", new { role = "reader", label = "a" });
        using var wrong = await app.Admin.PostAsJsonAsync($"/api/organisations/{store.Id}/keys", new { role = "king", label = "a b", expiresAt = "2020-01-01T00:00:00Z" });

        Assert.Equal(HttpStatusCode.BadRequest, misfit.StatusCode);
        Assert.Equal("role-of-kind", (string)(await misfit.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!["role"]![0]!["code"]!);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal("no-store", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal(["expiresAt", "label", "role"], (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task A_refusal_speaks_the_callers_language()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { AcceptLanguage = { new("zh-CN") } } };
        using var chinese = await app.Anybody.SendAsync(request);
        using var english = await app.Anybody.GetAsync("/api/me");
        using var role = await app.Importer.GetAsync("/api/organisations");

        Assert.Contains("密钥", (string)(await chinese.Content.ReadFromJsonAsync<JsonObject>())!["title"]!, StringComparison.Ordinal);
        Assert.Equal(["zh"], chinese.Content.Headers.ContentLanguage);
        Assert.Contains("key", (string)(await english.Content.ReadFromJsonAsync<JsonObject>())!["title"]!, StringComparison.Ordinal);
        Assert.Equal(["en"], english.Content.Headers.ContentLanguage);
        Assert.Equal(HttpStatusCode.Forbidden, role.StatusCode);
        Assert.Equal("not-open", (string)(await role.Content.ReadFromJsonAsync<JsonObject>())!["code"]!);
    }

    private static string Untraced(JsonObject? problem)
    {
        problem!.Remove("traceId");
        return problem.ToJsonString();
    }
}
