using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using static Lotmark.Ledger.Tests.Inspection.Tasks.TaskCalls;

namespace Lotmark.Ledger.Tests.Inspection.Tasks;

public sealed class TaskRequestTests(LedgerApp app)
{
    [Theory]
    [InlineData("title", null, "title")]
    [InlineData("kind", "\"dance\"", "kind")]
    [InlineData("due", "\"2020-01-01\"", "due")]
    [InlineData("due", "\"soon\"", "due")]
    [InlineData("gtin", "\"09520123451180\"", "gtin")]
    [InlineData("gtin", null, "gtin")]
    [InlineData("lotNumber", "\"NEVER-SEEN\"", "lotNumber")]
    [InlineData("location", "\"nowhere\"", "location")]
    [InlineData("skills", "[\"singing\"]", "skills[0]")]
    [InlineData("sightings", "[\"x\"]", "sightings")]
    [InlineData("sightings", "[\"00000000-0000-0000-0000-000000000000\"]", "sightings[0]")]
    [InlineData("reports", "[\"00000000-0000-0000-0000-000000000000\"]", "reports[0]")]
    [InlineData("colour", "1", "colour")]
    public async Task A_task_that_makes_no_sense_is_told_by_field(string field, string? value, string named)
    {
        var task = About(await app.RegisterLotAsync());
        task[field] = value is null ? null : JsonNode.Parse(value);

        using var answer = await app.Inspector.PostAsJsonAsync("/api/tasks", task);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(named, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("check-in", """{"latitude":91,"longitude":0}""", "latitude")]
    [InlineData("check-in", """{"latitude":1}""", "longitude")]
    [InlineData("check-in", """{"accuracyM":5}""", "accuracyM")]
    [InlineData("check-in", """{"at":"2999-01-01T00:00:00Z"}""", "at")]
    [InlineData("check-in", """{"location":"nowhere"}""", "location")]
    [InlineData("findings", """{"text":" "}""", "text")]
    [InlineData("findings", """{"text":"a\u0000b"}""", "text")]
    [InlineData("findings", """{"text":"x","severity":"huge"}""", "severity")]
    [InlineData("findings", """{"text":"x","lotNumber":"A"}""", "gtin")]
    [InlineData("samples", """{"number":"1","quantity":0,"unit":"g","testFor":"x"}""", "quantity")]
    [InlineData("close", """{"assessment":"perfect","text":"x"}""", "assessment")]
    [InlineData("close", """{"assessment":"conforming","text":"x","reports":["00000000-0000-0000-0000-000000000001"]}""", "answerZh")]
    public async Task An_act_that_makes_no_sense_is_told_by_field(string act, string body, string named)
    {
        var id = await app.Inspector.OnTheSpotAsync(About(await app.RegisterLotAsync()));

        using var answer = await app.Inspector.PostAsync($"/api/tasks/{id}/{act}", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(named, (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal(3, (int)(await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks/{id}"))!["task"]!["version"]!);
    }

    [Fact]
    public async Task Parts_of_the_list_follow_each_other_and_filters_that_make_no_sense_are_named()
    {
        var lot = await app.RegisterLotAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++) ids.Insert(0, await app.Inspector.PublishAsync(About(lot)));

        var first = (await app.Inspector.GetFromJsonAsync<JsonObject>($"/api/tasks?limit=2&lot={Uri.EscapeDataString(lot.Path)}"))!;
        var rest = await app.Inspector.TasksAsync($"limit=2&lot={Uri.EscapeDataString(lot.Path)}&after={first["next"]}");
        using var wrong = await app.Inspector.GetAsync("/api/tasks?state=lost&live=maybe&mine=1&offered=0&overdue=x&kind=y&lot=1&gtin=2&after=z&colour=red");

        Assert.Equal(ids, first["tasks"]!.AsArray().Select(t => (string)t!["task"]!["id"]!).Concat(rest));
        Assert.Equal(["after", "colour", "gtin", "kind", "live", "lot", "mine", "offered", "overdue", "state"], (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
    }
}
