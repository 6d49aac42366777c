using System.Numerics;
using System.Text.Json;

namespace Lotmark.Contracts.Chain;

/// <summary>Reads what a node answered. An answer that is not what the question calls for is a fault of the node.</summary>
internal static class RpcAnswers
{
    public static BigInteger Quantity(JsonElement answer) => Read(answer, RpcHex.ParseQuantity);

    public static long Number(JsonElement answer)
    {
        var value = Quantity(answer);
        return value <= long.MaxValue ? (long)value : throw Unreadable(null);
    }

    public static DateTimeOffset Time(JsonElement answer)
    {
        var seconds = Number(answer);
        return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw Unreadable(null);
    }

    public static byte[] Data(JsonElement answer) => Read(answer, RpcHex.ParseData);

    public static JsonElement Member(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var member) ? member : throw Unreadable(null);

    public static IReadOnlyList<JsonElement> Items(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : throw Unreadable(null);

    public static ChainFaultException Unreadable(Exception? inner) => new(ChainFaultKind.Other, "The node's answer is not what the question calls for.", inner);

    private static T Read<T>(JsonElement answer, Func<string, T> parse)
    {
        try
        {
            return answer.ValueKind == JsonValueKind.String ? parse(answer.GetString()!) : throw Unreadable(null);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw Unreadable(e);
        }
    }
}
