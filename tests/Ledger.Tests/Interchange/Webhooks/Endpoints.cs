using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

/// <summary>Endpoints as their owners handle them.</summary>
public static class Endpoints
{
    extension(HttpClient owner)
    {
        /// <summary>Registers one.</summary>
        public async Task<(string Id, string Secret)> HookAsync(string url, params string[] types)
        {
            using var answer = await owner.PostAsJsonAsync("/api/webhooks", new { url, types });
            var made = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.True(answer.StatusCode == HttpStatusCode.Created, made.ToJsonString());
            Assert.EndsWith($"/api/webhooks/{made["webhook"]!["id"]}", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            return ((string)made["webhook"]!["id"]!, (string)made["secret"]!);
        }

        /// <summary>One of them as it is.</summary>
        public async Task<JsonObject> SeeHookAsync(string id) => (await owner.GetFromJsonAsync<JsonObject>($"/api/webhooks/{id}"))!;

        /// <summary>What was sent to it.</summary>
        public async Task<List<JsonObject>> DeliveriesAsync(string id, string query = "") =>
            [.. (await owner.GetFromJsonAsync<JsonObject>($"/api/webhooks/{id}/deliveries{query}"))!["deliveries"]!.AsArray().Select(d => d!.AsObject())];

        /// <summary>Has a test message sent, and waits until something became of it.</summary>
        public async Task<JsonObject> TriedAsync(string id, string state = "delivered")
        {
            using var answer = await owner.PostAsync($"/api/webhooks/{id}/test", null);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var delivery = new Uri(answer.Headers.Location!.ToString()).AbsolutePath;
            return await Eventually.ResultAsync(async () => (await owner.GetFromJsonAsync<JsonObject>(delivery))!["delivery"]!.AsObject() is { } seen && (string)seen["state"]! == state ? seen : null, $"the test message is {state}");
        }

        /// <summary>Sends what needs no body, or this one.</summary>
        public async Task<JsonObject?> AskAsync(HttpMethod method, string path, object? body, HttpStatusCode status)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await owner.SendAsync(request);
            var said = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {said}");
            return said.Length == 0 ? null : JsonNode.Parse(said)!.AsObject();
        }
    }

    /// <summary>Does something in the database. Returns how many rows it changed or, where that is asked for, found.</summary>
    public static async Task<int> ExecuteAsync(NpgsqlDataSource database, string sql, bool rows = false)
    {
        await using var command = database.CreateCommand(sql);
        if (!rows) return await command.ExecuteNonQueryAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync()) count++;
        return count;
    }
}
