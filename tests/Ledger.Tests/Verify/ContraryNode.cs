using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lotmark.Ledger.Tests.Verify;

/// <summary>A node that passes questions on to a true one, and tells the answers to calls of the contract as a test would have them.</summary>
public sealed class ContraryNode : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly WebApplication _app;

    private ContraryNode(string url, Func<string, string, string> tell)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/", async (HttpRequest request) =>
        {
            var question = JsonNode.Parse(await new StreamReader(request.Body).ReadToEndAsync())!;
            using var content = new StringContent(question.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _http.PostAsync(url, content);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            if ((string)question["method"]! == "eth_call" && answer["result"] is { } result)
                answer["result"] = tell((string)question["params"]![0]!["data"]!, (string)result!);
            return Results.Text(answer.ToJsonString(), "application/json");
        });
    }

    public string Url => _app.Urls.First();

    /// <summary>Starts it in front of a true node. <paramref name="tell" /> sees the call's bytes and the true answer, in hex.</summary>
    public static async Task<ContraryNode> StartAsync(string url, Func<string, string, string> tell)
    {
        var node = new ContraryNode(url, tell);
        await node._app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }
}
