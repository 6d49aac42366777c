using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Contracts.Chain;

/// <summary>JSON-RPC over several endpoints in order. An endpoint of another chain is never asked twice.</summary>
/// <param name="http">Sends.</param>
/// <param name="urls">The endpoints.</param>
/// <param name="chainId">The chain they must belong to; null for whichever it is.</param>
internal sealed class JsonRpc(HttpClient http, IReadOnlyList<string> urls, long? chainId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _right = [];
    private readonly HashSet<string> _wrong = [];

    /// <summary>Asks the first endpoint that answers.</summary>
    /// <exception cref="ChainFaultException">None does, or the node refuses.</exception>
    public async Task<JsonNode?> AskAsync(string method, JsonNode?[] parameters, CancellationToken cancel)
    {
        Exception? last = null;
        foreach (var url in urls)
        {
            try
            {
                if (await IsRightChainAsync(url, cancel)) return await CallAsync(url, method, parameters, cancel);
            }
            catch (EndpointException e)
            {
                last = e;
            }
        }
        throw last is null && _wrong.Count > 0
            ? new ChainFaultException(ChainFaultKind.WrongChain, $"No endpoint serves chain {chainId}.")
            : new ChainFaultException(ChainFaultKind.Unreachable, $"No endpoint of chain {chainId} answers: {last?.Message ?? "none is set"}", cause: last);
    }

    /// <summary>Tells every endpoint. It is enough when one takes it.</summary>
    public async Task TellAllAsync(string method, JsonNode?[] parameters, CancellationToken cancel)
    {
        Exception? fault = null;
        var taken = false;
        foreach (var url in urls)
        {
            try
            {
                if (!await IsRightChainAsync(url, cancel)) continue;
                await CallAsync(url, method, [.. parameters.Select(p => p?.DeepClone())], cancel);
                taken = true;
            }
            catch (ChainFaultException e)
            {
                fault = e;
            }
            catch (EndpointException e)
            {
                fault ??= new ChainFaultException(ChainFaultKind.Unreachable, $"No endpoint of chain {chainId} answers: {e.Message}", cause: e);
            }
        }
        if (!taken) throw fault ?? new ChainFaultException(ChainFaultKind.WrongChain, $"No endpoint serves chain {chainId}.");
    }

    /// <summary>A quantity: hex without leading zeros.</summary>
    public static string Quantity(BigInteger value) => value.IsZero ? "0x0" : "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    /// <summary>Data: two digits a byte.</summary>
    public static string Data(ReadOnlySpan<byte> value) => "0x" + Convert.ToHexStringLower(value);

    /// <summary>The number of a quantity.</summary>
    public static BigInteger Number(JsonNode? quantity) =>
        BigInteger.Parse("0" + ((string?)quantity ?? throw Unreadable())[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture); // a leading 0, or the top bit reads as a sign

    /// <summary>The bytes of data.</summary>
    public static byte[] Bytes(JsonNode? data) => Convert.FromHexString(((string?)data ?? throw Unreadable())[2..]);

    private static ChainFaultException Unreadable() => new(ChainFaultKind.Other, "The node left out what was asked for.");

    private async Task<bool> IsRightChainAsync(string url, CancellationToken cancel)
    {
        if (chainId is null || _right.Contains(url)) return true;
        if (_wrong.Contains(url)) return false;
        var right = Number(await CallAsync(url, "eth_chainId", [], cancel)) == chainId;
        (right ? _right : _wrong).Add(url);
        return right;
    }

    private async Task<JsonNode?> CallAsync(string url, string method, JsonNode?[] parameters, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var question = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = new JsonArray(parameters) };
            using var response = await http.PostAsJsonAsync(url, question, patience.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500) throw new EndpointException($"HTTP {(int)response.StatusCode}");
            // Some nodes send their errors with HTTP 4xx: the body counts.
            if (await response.Content.ReadFromJsonAsync<JsonNode>(patience.Token) is not JsonObject answer) throw new EndpointException("an unreadable answer");
            if (answer["error"] is JsonObject error) throw NodeError.Of(error);
            return answer.ContainsKey("result") ? answer["result"] : throw new EndpointException("an answer without a result");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new EndpointException($"no answer within {Patience.TotalSeconds} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException)
        {
            throw new EndpointException(e.Message);
        }
    }

    private sealed class EndpointException(string message) : Exception(message);
}
