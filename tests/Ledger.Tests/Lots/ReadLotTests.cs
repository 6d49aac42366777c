using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class ReadLotTests(LedgerApp app)
{
    [Fact]
    public async Task The_holder_reads_the_lot_as_registered()
    {
        var lot = await app.RegisterLotAsync();

        var read = await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api());

        foreach (var (name, value) in lot) Assert.True(JsonNode.DeepEquals(value, read![name]), $"{name}: {read[name]} is not {value}");
        Assert.Equal(1, (int)read!["version"]!);
        Assert.Equal("cleared", (string)read["status"]!);
    }

    [Fact]
    public async Task The_history_shows_every_event_with_its_leaf()
    {
        var lot = await app.RegisterLotAsync();

        var entry = await Eventually.ResultAsync(async () =>
        {
            var history = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
            var first = Assert.Single(history!["events"]!.AsArray())!.AsObject();
            Assert.True(first.ContainsKey("leaf"));
            return first["leaf"] is null ? null : first;
        }, "the event has its leaf");

        Assert.Equal(1, (int)entry["version"]!);
        Assert.Equal("lot_registered", (string)entry["type"]!);
        Assert.True((long)entry["leaf"]!["index"]! >= 0);
        Assert.Equal(64, ((string)entry["leaf"]!["hash"]!).Length);
    }

    [Fact]
    public async Task What_is_confidential_stands_in_the_log_only_as_its_salted_hash()
    {
        var lot = await app.RegisterLotAsync();
        var history = await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        var stored = history!["events"]![0]!["data"]!["description"]!["customsDeclarationNo"]!;
        Assert.Equal((string)lot["customsDeclarationNo"]!, (string)stored["confidential"]!);

        var bundle = await Eventually.ResultAsync(async () =>
        {
            using var answer = await app.Anybody.GetAsync(lot.Api("/evidence"));
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonObject>() : null;
        }, "the lot is in the log");

        var entry = JsonNode.Parse(Convert.FromBase64String((string)bundle["entries"]![0]!))!;
        byte[] opened = [.. Convert.FromBase64String((string)stored["salt"]!), .. Encoding.UTF8.GetBytes((string)lot["customsDeclarationNo"]!)];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(opened)), (string)entry["data"]!["description"]!["customsDeclarationNo"]!["sha256"]!);
        Assert.DoesNotContain((string)lot["customsDeclarationNo"]!, entry.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)lot["billOfLadingNo"]!, entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lot_in_full_is_not_for_everybody()
    {
        var lot = await app.RegisterLotAsync();
        foreach (var rest in new[] { "", "/history" })
        {
            using var nobody = await app.Anybody.GetAsync(lot.Api(rest));
            using var inspector = await app.Inspector.GetAsync(lot.Api(rest));
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
            Assert.Equal(HttpStatusCode.OK, inspector.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/lots/09520123451189/NOPE", HttpStatusCode.NotFound)]
    [InlineData("/api/lots/09520123451189/NOPE/history", HttpStatusCode.NotFound)]
    [InlineData("/api/lots/09520123451189/NOPE/evidence", HttpStatusCode.NotFound)]
    [InlineData("/api/lots/09520123451180/NOPE", HttpStatusCode.BadRequest)]
    [InlineData("/api/lots/09520123451189/NO%20PE", HttpStatusCode.BadRequest)]
    [InlineData("/api/lots/09520123451189/AAAAAAAAAAAAAAAAAAAAA/evidence", HttpStatusCode.BadRequest)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task What_does_not_exist_is_said_as_a_problem_document(string address, HttpStatusCode status)
    {
        using var answer = await app.Importer.GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Another_spelling_of_a_lot_is_understood()
    {
        var lot = await app.RegisterLotAsync("SP/(1)+x");

        using var lower = await app.Importer.GetAsync("/api/lots/09520123451189/SP%2f(1)+x");
        using var shorter = await app.Importer.GetAsync("/api/lots/9520123451189/SP%2F%281%29%2Bx");

        Assert.Equal(HttpStatusCode.OK, lower.StatusCode);
        Assert.Equal(HttpStatusCode.OK, shorter.StatusCode);
        Assert.Equal(lot.Path, $"01/{lot.Gtin}/10/SP%2F%281%29%2Bx");
    }
}
