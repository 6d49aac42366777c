using Lotmark.Ledger.Access;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>All types that there are, from all sources.</summary>
public sealed class MessageTypes(IEnumerable<IMessageSource> sources)
{
    /// <summary>Type of the messages that endpoints are tested with. Nobody asks for it.</summary>
    public const string Test = "webhook.test";

    /// <summary>The types, by code.</summary>
    public IReadOnlyList<MessageType> All { get; } = [.. sources.SelectMany(s => s.Types).OrderBy(t => t.Code, StringComparer.Ordinal)];

    /// <summary>Those that somebody may ask for.</summary>
    public IEnumerable<MessageType> For(bool authority) => All.Where(t => t.For.HasFlag(authority ? MessageAudience.Authorities : MessageAudience.Parties));

    /// <summary>Refuses types that somebody may not ask for.</summary>
    /// <exception cref="InvalidRequestException">One of them is for others.</exception>
    public void Require(bool authority, IEnumerable<string> codes)
    {
        var errors = new FieldErrors();
        Require(authority, codes, errors);
        if (errors.Any) throw new InvalidRequestException(errors);
    }

    /// <summary>Notes a type that somebody may not ask for.</summary>
    public void Require(bool authority, IEnumerable<string> codes, FieldErrors errors)
    {
        if (codes.Except(For(authority).Select(t => t.Code)).FirstOrDefault() is { } other)
            errors.Add("types", new(
                "type-for-others", $"Messages of the type {other} are sent to {(authority ? "parties of lots" : "authorities")} alone.", $"{other} 类型的消息只发送给{(authority ? "批次相关单位" : "监管机构")}。"), other);
    }

    /// <summary>Whether somebody works for an authority: only authorities have such keys.</summary>
    public static bool IsAuthority(Actor actor) => actor.Role is Role.Inspector or Role.Supervisor;
}
