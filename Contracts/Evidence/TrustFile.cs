using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;

namespace Lotmark.Contracts.Evidence;

/// <summary>What a verifier knows from elsewhere than the ledger's own server. Every member but <c>previousKeys</c> is needed: a pin left out pins nothing.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Key">Its key, whose name is the origin.</param>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Contract">Address of the anchor contract: 0x and 40 hex digits.</param>
/// <param name="RpcUrls">Nodes of the chain to ask; http or https.</param>
public sealed record TrustFile(string Origin, VerifierKey Key, long ChainId, string Contract, IReadOnlyList<string> RpcUrls)
{
    /// <summary>A longer file is refused unread.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Keys that the log signed with before this one; most logs never had another.</summary>
    public IReadOnlyList<VerifierKey> PreviousKeys { get; init; } = [];

    /// <summary>Every key whose signature counts, the present one first.</summary>
    public IReadOnlyList<VerifierKey> Keys => [Key, .. PreviousKeys];

    /// <summary>
    /// Reads a trust file: JSON with exactly <c>origin</c>, <c>key</c>, <c>chainId</c>, <c>contract</c>, <c>rpcUrls</c> and, if there
    /// were others, <c>previousKeys</c>.
    /// </summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="trust">What it pins.</param>
    /// <param name="problem">Otherwise, what is wrong with it.</param>
    public static bool TryParse(ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out TrustFile? trust, [NotNullWhen(false)] out string? problem)
    {
        (trust, problem) = (null, null);
        try
        {
            if (utf8Json.Length > MaxBytes) throw new FormatException($"the trust file is longer than {MaxBytes} bytes");
            trust = StrictObject.Read(utf8Json, "trust", Read);
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static TrustFile Read(StrictObject trust)
    {
        var origin = trust.String("origin");
        var key = KeyOf(origin, "key", trust.String("key"), trust);
        if (!ContractAddress.TryParse(trust.String("contract"), out var contract)) throw trust.Wrong("contract", "is not an address");
        var rpcUrls = trust.Strings("rpcUrls");
        if (!rpcUrls.All(u => Uri.TryCreate(u, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) throw trust.Wrong("rpcUrls", "holds something else than URLs");
        return new(origin, key, trust.Number("chainId"), contract, rpcUrls)
        {
            PreviousKeys = [.. trust.StringsIfGiven("previousKeys").Select(k => KeyOf(origin, "previousKeys", k, trust))],
        };
    }

    private static VerifierKey KeyOf(string origin, string member, string vkey, StrictObject trust)
    {
        if (!VerifierKey.TryParse(vkey, out var key) || key.Type != KeyType.Ed25519) throw trust.Wrong(member, "is not the vkey of a log");
        return key.Name == origin ? key : throw trust.Wrong(member, "does not bear the name of the origin");
    }
}
