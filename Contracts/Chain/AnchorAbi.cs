using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Lotmark.Contracts.Chain;

/// <summary>Calls of the anchor contract in the ABI's words of 32 bytes, and its artifact.</summary>
internal static class AnchorAbi
{
    private const int Word = 32;

    private static readonly Lazy<(byte[] Bytecode, Dictionary<string, string> Errors)> Artifact = new(Load);

    /// <summary>latest()</summary>
    public static byte[] Latest { get; } = Selector("latest()");

    /// <summary>count()</summary>
    public static byte[] Count { get; } = Selector("count()");

    /// <summary>rootAt(uint64)</summary>
    public static byte[] RootAt(long size) => [.. Selector("rootAt(uint64)"), .. Number(size)];

    /// <summary>anchor(uint64,bytes32,bytes32[])</summary>
    public static byte[] Anchor(long size, byte[] root, IReadOnlyList<byte[]> proof) =>
        [.. Selector("anchor(uint64,bytes32,bytes32[])"), .. Number(size), .. root, .. Number(3 * Word), .. Number(proof.Count), .. proof.SelectMany(h => h)];

    /// <summary>What creates the contract: its code and the words of constructor(address,address,bytes32,address).</summary>
    public static byte[] InitCode(byte[] owner, byte[] anchoringOperator, byte[] origin, byte[] predecessor) =>
        [.. Artifact.Value.Bytecode, .. Address(owner), .. Address(anchoringOperator), .. origin, .. Address(predecessor)];

    /// <summary>The words of an answer.</summary>
    /// <exception cref="ChainFaultException">Fewer than expected: there is no such contract.</exception>
    public static byte[][] Words(byte[] answer, int count) => answer.Length >= count * Word
        ? [.. answer.Chunk(Word).Take(count)]
        : throw new ChainFaultException(ChainFaultKind.NoContract, "There is no anchor contract at this address.");

    /// <summary>A word as a number that fits a long.</summary>
    public static long ToLong(byte[] word)
    {
        var number = new BigInteger(word, isUnsigned: true, isBigEndian: true);
        return number <= long.MaxValue ? (long)number : throw new ChainFaultException(ChainFaultKind.Other, "The contract answered a number out of range.");
    }

    /// <summary>The name of the error that revert data carries; null for one the contract does not have.</summary>
    public static string? ErrorOf(byte[] data) => data.Length >= 4 && Artifact.Value.Errors.TryGetValue(Convert.ToHexStringLower(data.AsSpan(0, 4)), out var name) ? name : null;

    private static byte[] Selector(string signature) => Keccak.Hash(Encoding.ASCII.GetBytes(signature))[..4];

    private static byte[] Number(long value)
    {
        var word = new byte[Word];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(word.AsSpan(Word - 8), value);
        return word;
    }

    private static byte[] Address(byte[] address) => [.. new byte[Word - address.Length], .. address];

    private static (byte[], Dictionary<string, string>) Load()
    {
        using var stream = typeof(AnchorAbi).Assembly.GetManifestResourceStream("CheckpointAnchor.json") ?? throw new InvalidOperationException("The contract's artifact is not embedded.");
        using var document = JsonDocument.Parse(stream);
        var code = document.RootElement.GetProperty("bytecode").GetString()!;
        var errors = document.RootElement.GetProperty("abi").EnumerateArray().Where(e => e.GetProperty("type").GetString() == "error").ToDictionary(
            e => Convert.ToHexStringLower(Selector($"{e.GetProperty("name").GetString()}({string.Join(',', e.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("type").GetString()))})")),
            e => e.GetProperty("name").GetString()!);
        return (Convert.FromHexString(code.StartsWith("0x", StringComparison.Ordinal) ? code[2..] : code), errors);
    }
}
