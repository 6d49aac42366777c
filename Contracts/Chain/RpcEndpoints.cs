using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>
/// Several nodes of one chain. The first that works answers, until it stops: then the next is asked. A refusal in JSON-RPC is an
/// answer. No node is asked anything before it has told the right chain id.
/// </summary>
internal sealed class RpcEndpoints
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly Uri[] _urls;
    private readonly long? _chainId;
    private readonly TimeSpan _timeout;
    private int _current;
    private long _verified = -1; // index of the endpoint whose chain id was asked since it was last turned to

    /// <param name="http">Carries the questions.</param>
    /// <param name="urls">The endpoints, in the order to try.</param>
    /// <param name="chainId">The chain that they must be of; null for whichever it is.</param>
    /// <param name="timeout">Longest wait for one answer.</param>
    /// <exception cref="ArgumentException">No URL, or one that is not http or https.</exception>
    public RpcEndpoints(HttpClient http, IReadOnlyList<string> urls, long? chainId, TimeSpan timeout)
    {
        if (urls.Count == 0) throw new ArgumentException("At least one JSON-RPC endpoint is needed.", nameof(urls));
        (_http, _chainId, _timeout) = (http, chainId, timeout);
        _urls = [.. urls.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ArgumentException("A JSON-RPC endpoint is an http or https URL.", nameof(urls)))];
    }

    /// <summary>Asks one node; on to the next when it can't be talked to.</summary>
    public async Task<JsonElement> AskAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        ChainFaultException? last = null;
        for (var tried = 0; tried < _urls.Length; tried++)
        {
            var index = Volatile.Read(ref _current);
            try
            {
                if (Volatile.Read(ref _verified) != index)
                {
                    await EnsureChainAsync(_urls[index], cancel);
                    Volatile.Write(ref _verified, index);
                }
                return await AskAsync(_urls[index], method, parameters, cancel);
            }
            catch (ChainFaultException e) when (e.Kind is ChainFaultKind.Unreachable || (e.Kind == ChainFaultKind.WrongChain && Volatile.Read(ref _verified) != index))
            {
                // The worse news wins: a node of another chain is a mistake in the settings, not a bad hour.
                if (last?.Kind != ChainFaultKind.WrongChain) last = e;
                Volatile.Write(ref _verified, -1);
                Interlocked.CompareExchange(ref _current, (index + 1) % _urls.Length, index);
            }
        }
        throw last!;
    }

    /// <summary>Tells every node the same. What the first one answered that took it, else what the first one refused.</summary>
    public async Task<JsonElement> TellAllAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(_urls.Select(TellAsync));
        foreach (var (answer, fault) in answers)
            if (fault is null) return answer;
        throw (answers.FirstOrDefault(a => a.Fault!.Kind is not (ChainFaultKind.Unreachable or ChainFaultKind.WrongChain)).Fault ?? answers[0].Fault)!;

        async Task<(JsonElement Answer, ChainFaultException? Fault)> TellAsync(Uri url)
        {
            try
            {
                await EnsureChainAsync(url, cancel);
                return (await AskAsync(url, method, parameters, cancel), null);
            }
            catch (ChainFaultException e)
            {
                return (default, e);
            }
        }
    }

    private async Task EnsureChainAsync(Uri url, CancellationToken cancel)
    {
        if (_chainId is null) return;
        var answer = await AskAsync(url, "eth_chainId", [], cancel);
        if (RpcAnswers.Quantity(answer) != _chainId)
            throw new ChainFaultException(ChainFaultKind.WrongChain, $"The node at {url.Host} is not of chain {_chainId}.");
    }

    private async Task<JsonElement> AskAsync(Uri url, string method, JsonArray parameters, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(_timeout);
        try
        {
            var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters.DeepClone() };
            using var content = new StringContent(request.ToJsonString(), new MediaTypeHeaderValue("application/json"));
            using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
                throw new ChainFaultException(ChainFaultKind.Unreachable, $"The node at {url.Host} answers HTTP {(int)response.StatusCode}.");

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
            var reason = e switch { JsonException or InvalidOperationException => "does not answer in JSON", OperationCanceledException => "does not answer in time", _ => "can't be reached" };
            throw new ChainFaultException(ChainFaultKind.Unreachable, $"The node at {url.Host} {reason}.", e);
        }
    }
}
