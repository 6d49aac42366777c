using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>One node, asked by JSON-RPC. Told that it is asked too often, it is left alone for a while, longer each time.</summary>
/// <param name="http">Carries the questions.</param>
/// <param name="url">Its address. It may hold an access key: only the host is ever told.</param>
/// <param name="timeout">Longest wait for one answer.</param>
internal sealed class RpcEndpoint(HttpClient http, Uri url, TimeSpan timeout)
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;
    private const int MostDoublings = 6;
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private long _restsUntil = long.MinValue; // Environment.TickCount64
    private int _refusedInARow;
    private volatile bool _isOfChain;

    public string Host => url.Host;

    /// <summary>Whether it has told the right chain id since it was last turned to.</summary>
    public bool IsOfChain
    {
        get => _isOfChain;
        set => _isOfChain = value;
    }

    /// <exception cref="ChainFaultException">It can't be talked to, or it refuses.</exception>
    public async Task<JsonElement> AskAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        if (Environment.TickCount64 < Volatile.Read(ref _restsUntil)) throw Unreachable("asked for fewer questions and is left alone for a while");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters.DeepClone() };
            using var content = new StringContent(request.ToJsonString(), new MediaTypeHeaderValue("application/json"));
            using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests) Rest(response.Headers.RetryAfter?.Delta);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500) throw Unreachable($"answers HTTP {(int)response.StatusCode}");
            Volatile.Write(ref _refusedInARow, 0);

            // Some nodes send a refusal with a status of 4xx: the body decides.
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, deadline.Token);
            using var body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using var answer = await JsonDocument.ParseAsync(body, default, deadline.Token);
            if (answer.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException();
            if (answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object) throw RpcError.Decode(method, error);
            return answer.RootElement.TryGetProperty("result", out var result) ? result.Clone() : throw new JsonException();
        }
        // Half a character shows only when its string is read, and as InvalidOperationException.
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw Unreachable(e switch { JsonException or InvalidOperationException => "does not answer in JSON", OperationCanceledException => "does not answer in time", _ => "can't be reached" }, e);
        }
    }

    // With jitter: those that were refused together must not come back together.
    private void Rest(TimeSpan? asked)
    {
        var doublings = Math.Min(Interlocked.Increment(ref _refusedInARow) - 1, MostDoublings);
        var wanted = asked > ShortestRest ? asked.Value : ShortestRest * (1 << doublings);
        var rest = (wanted < LongestRest ? wanted : LongestRest) * (1 + Random.Shared.NextDouble() / 4);
        Volatile.Write(ref _restsUntil, Environment.TickCount64 + (long)rest.TotalMilliseconds);
    }

    private ChainFaultException Unreachable(string reason, Exception? cause = null) => new(ChainFaultKind.Unreachable, $"The node at {Host} {reason}.", cause);
}
