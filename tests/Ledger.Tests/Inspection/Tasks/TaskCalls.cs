using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Tests.Inspection.Tasks;

/// <summary>Tasks through the API.</summary>
internal static class TaskCalls
{
    /// <summary>A day from now on, as requests have it.</summary>
    public static string Day(int days = 3) => ImportingCountryDay.Of(DateTimeOffset.UtcNow).AddDays(days).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A task about a lot, as it is published.</summary>
    public static JsonObject About(JsonObject? lot, params (string Name, JsonNode? Value)[] more)
    {
        var task = new JsonObject { ["title"] = "Look at it", ["kind"] = "complaint", ["due"] = Day() };
        if (lot is not null) (task["gtin"], task["lotNumber"]) = (lot.Gtin, lot.Number);
        foreach (var (name, value) in more) task[name] = value;
        return task;
    }

    extension(HttpClient client)
    {
        /// <summary>Publishes a task and returns its id.</summary>
        public async Task<string> PublishAsync(JsonObject task)
        {
            using var answer = await client.PostAsJsonAsync("/api/tasks", task);
            var view = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.True(answer.StatusCode == HttpStatusCode.Created, view.ToJsonString());
            Assert.EndsWith((string)view["links"]!["self"]!, answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            return (string)view["task"]!["id"]!;
        }

        /// <summary>Does something about a task, and returns it.</summary>
        public async Task<JsonObject> ActAsync(string id, string act, object? body = null)
        {
            var (status, view) = await client.TryAsync(id, act, body);
            Assert.True(status == HttpStatusCode.OK, $"{act}: {view?.ToJsonString()}");
            return view!;
        }

        /// <summary>Tries to do something about a task.</summary>
        public async Task<(HttpStatusCode Status, JsonObject? Answer)> TryAsync(string id, string act, object? body = null, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{id}/{act}") { Content = body is null ? null : JsonContent.Create(body) };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            using var answer = await client.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonObject>());
        }

        /// <summary>Asserts that something is refused.</summary>
        public async Task RefusedAsync(string id, string act, object? body, HttpStatusCode status, string code)
        {
            var (told, answer) = await client.TryAsync(id, act, body);
            Assert.Equal((status, code), (told, (string?)answer?["code"]));
        }

        /// <summary>Ids of the tasks that a query finds.</summary>
        public async Task<IReadOnlyList<string>> TasksAsync(string query) =>
            [.. (await client.GetFromJsonAsync<JsonObject>($"/api/tasks?{query}"))!["tasks"]!.AsArray().Select(t => (string)t!["task"]!["id"]!)];

        /// <summary>A task that was taken and where somebody has checked in.</summary>
        public async Task<string> OnTheSpotAsync(JsonObject task)
        {
            var id = await client.PublishAsync(task);
            await client.ActAsync(id, "take");
            await client.ActAsync(id, "check-in", new { });
            return id;
        }
    }
}
