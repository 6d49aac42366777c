using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>
/// Several nodes of one chain. The first that works answers, until it stops: then the next is asked. A refusal in JSON-RPC is an
/// answer. No node is asked anything before it has told the right chain id.
/// </summary>
internal sealed class RpcEndpoints
{
    private readonly RpcEndpoint[] _endpoints;
    private readonly long? _chainId;
    private int _current;

    /// <param name="http">Carries the questions.</param>
    /// <param name="urls">The endpoints, in the order to try.</param>
    /// <param name="chainId">The chain that they must be of; null for whichever it is.</param>
    /// <param name="timeout">Longest wait for one answer.</param>
    /// <exception cref="ArgumentException">No URL, or one that is not http or https.</exception>
    public RpcEndpoints(HttpClient http, IReadOnlyList<string> urls, long? chainId, TimeSpan timeout)
    {
        if (urls.Count == 0) throw new ArgumentException("At least one JSON-RPC endpoint is needed.", nameof(urls));
        _chainId = chainId;
        _endpoints = [.. urls.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new RpcEndpoint(http, uri, timeout)
            : throw new ArgumentException("A JSON-RPC endpoint is an http or https URL.", nameof(urls)))];
    }

    /// <summary>Asks one node; on to the next when it can't be talked to, or when its answer shows that it is of no use.</summary>
    /// <param name="method">What to ask.</param>
    /// <param name="parameters">About what.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="useless">Says what is wrong with a node that answers so; null if nothing is.</param>
    public async Task<JsonElement> AskAsync(string method, JsonArray parameters, CancellationToken cancel, Func<JsonElement, string?>? useless = null)
    {
        ChainFaultException? last = null;
        for (var tried = 0; tried < _endpoints.Length; tried++)
        {
            var index = Volatile.Read(ref _current);
            var endpoint = _endpoints[index];
            var trusted = endpoint.IsOfChain;
            try
            {
                await EnsureChainAsync(endpoint, cancel);
                trusted = true;
                var answer = await endpoint.AskAsync(method, parameters, cancel);
                return useless?.Invoke(answer) is { } reason ? throw new ChainFaultException(ChainFaultKind.Unreachable, $"The node at {endpoint.Host} {reason}.") : answer;
            }
            catch (ChainFaultException e) when (e.Kind is ChainFaultKind.Unreachable || (e.Kind == ChainFaultKind.WrongChain && !trusted))
            {
                // The worse news wins: a node of another chain is a mistake in the settings, not a bad hour.
                if (last?.Kind != ChainFaultKind.WrongChain) last = e;
                var next = (index + 1) % _endpoints.Length;
                (endpoint.IsOfChain, _endpoints[next].IsOfChain) = (false, false);
                Interlocked.CompareExchange(ref _current, next, index);
            }
        }
        throw last!;
    }

    /// <summary>Asks every node. The answers of those that can be talked to; one at least.</summary>
    public async Task<IReadOnlyList<JsonElement>> AskAllAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        if (_endpoints.Length == 1) return [await AskAsync(method, parameters, cancel)];
        var told = await TellAsync(method, parameters, cancel);
        var answers = told.Where(a => a.Fault is null).Select(a => a.Answer).ToList();
        return answers.Count > 0 ? answers : throw Worst(told);
    }

    /// <summary>Tells every node the same. What the first one answered that took it, else what the first one refused.</summary>
    public async Task<JsonElement> TellAllAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        var told = await TellAsync(method, parameters, cancel);
        foreach (var (answer, fault) in told)
            if (fault is null) return answer;
        throw Worst(told);
    }

    private static ChainFaultException Worst((JsonElement Answer, ChainFaultException? Fault)[] told) =>
        (told.FirstOrDefault(a => a.Fault!.Kind is not (ChainFaultKind.Unreachable or ChainFaultKind.WrongChain)).Fault ?? told[0].Fault)!;

    private Task<(JsonElement Answer, ChainFaultException? Fault)[]> TellAsync(string method, JsonArray parameters, CancellationToken cancel)
    {
        return Task.WhenAll(_endpoints.Select(OneAsync));

        async Task<(JsonElement, ChainFaultException?)> OneAsync(RpcEndpoint endpoint)
        {
            try
            {
                await EnsureChainAsync(endpoint, cancel);
                return (await endpoint.AskAsync(method, parameters, cancel), null);
            }
            catch (ChainFaultException e)
            {
                if (e.Kind == ChainFaultKind.Unreachable) endpoint.IsOfChain = false;
                return (default, e);
            }
        }
    }

    private async Task EnsureChainAsync(RpcEndpoint endpoint, CancellationToken cancel)
    {
        if (_chainId is null || endpoint.IsOfChain) return;
        var answer = await endpoint.AskAsync("eth_chainId", [], cancel);
        if (RpcAnswers.Quantity(answer) != _chainId)
            throw new ChainFaultException(ChainFaultKind.WrongChain, $"The node at {endpoint.Host} is not of chain {_chainId}.");
        endpoint.IsOfChain = true;
    }
}
