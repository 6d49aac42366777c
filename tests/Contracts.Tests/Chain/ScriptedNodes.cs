using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>Nodes that answer as a test says, by host name, and what they were asked. Each is of chain 5 unless told otherwise.</summary>
internal sealed class ScriptedNodes : HttpMessageHandler
{
    public const long ChainId = 5;

    private readonly Dictionary<string, Func<string, HttpResponseMessage>> _nodes = [];

    public List<string> Asked { get; } = [];

    /// <summary>A node and what it answers to any question but its chain id.</summary>
    public ScriptedNodes Node(string host, Func<string, HttpResponseMessage> answer, long chainId = ChainId)
    {
        _nodes[host] = method => method == "eth_chainId" ? Result($"0x{chainId:x}") : answer(method);
        return this;
    }

    /// <summary>A node that fails at everything.</summary>
    public ScriptedNodes Broken(string host, Func<HttpResponseMessage> answer)
    {
        _nodes[host] = _ => answer();
        return this;
    }

    public static HttpResponseMessage Result(JsonNode? result) => Body(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["result"] = result }.ToJsonString());

    public static HttpResponseMessage Error(int code, string message, JsonNode? data = null, HttpStatusCode status = HttpStatusCode.OK) =>
        Body(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["data"] = data } }.ToJsonString(), status);

    public static HttpResponseMessage Body(string body, HttpStatusCode status = HttpStatusCode.OK) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var question = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        var (host, method) = (request.RequestUri!.Host, question["method"]!.GetValue<string>());
        lock (Asked) Asked.Add($"{host} {method}");
        return _nodes[host](method);
    }
}
