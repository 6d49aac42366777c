using System.Text.Json.Nodes;
using Lotmark.Contracts.Tests.Chain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Lotmark.Ledger.Tests.Anchoring;

/// <summary>What goes wrong between us and a node.</summary>
public enum NodeFault
{
    RequestLost,
    AnswerLost,
    TooManyRequests,
    Html,
    Silent,
    AnotherChain,
    KnowsNothing,
}

/// <summary>The way to a real node, with faults by the method that is asked.</summary>
internal sealed class FaultyNode : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _http = new();
    private readonly List<string> _asked = [];

    private FaultyNode(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    /// <summary>Which fault a method meets; null for none.</summary>
    public Func<string, NodeFault?> Script { get; set; } = _ => null;

    /// <summary>Methods that were asked.</summary>
    public IReadOnlyList<string> Asked
    {
        get { lock (_asked) return [.. _asked]; }
    }

    public static async Task<FaultyNode> BeforeAsync(Anvil anvil)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var node = new FaultyNode(builder.Build());
        node._server.MapPost("/", (HttpContext context, [FromBody] JsonObject question) => node.AnswerAsync(context, anvil.Url, question));
        await node._server.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, string anvil, JsonObject question)
    {
        var method = (string)question["method"]!;
        lock (_asked) _asked.Add(method);
        var fault = Script(method);
        switch (fault)
        {
            case NodeFault.RequestLost:
                context.Abort();
                return;
            case NodeFault.TooManyRequests:
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            case NodeFault.Html:
                await context.Response.WriteAsync("<html><body>Please sign in</body></html>");
                return;
            case NodeFault.Silent:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case NodeFault.AnotherChain:
                await context.Response.WriteAsync("""{"jsonrpc":"2.0","id":1,"result":"0x1"}""");
                return;
            case NodeFault.KnowsNothing:
                await context.Response.WriteAsync("""{"jsonrpc":"2.0","id":1,"result":null}""");
                return;
        }
        using var content = new StringContent(question.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(anvil, content);
        if (fault == NodeFault.AnswerLost) context.Abort();
        else await context.Response.WriteAsync(await answer.Content.ReadAsStringAsync());
    }
}
