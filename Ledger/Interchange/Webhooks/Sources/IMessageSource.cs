using Lotmark.Ledger.Problems;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Webhooks.Sources;

/// <summary>Who is told of something.</summary>
[Flags]
public enum MessageAudience
{
    /// <summary>The organisations that the message names: those that are a party to what it is about.</summary>
    Parties = 1,

    /// <summary>All authorities.</summary>
    Authorities = 2,
}

/// <summary>A kind of message that endpoints may ask for.</summary>
/// <param name="Code">Its name: segments of lower-case letters and underscores, separated by dots.</param>
/// <param name="For">Who may ask for it.</param>
/// <param name="About">When it is sent, one sentence.</param>
public sealed record MessageType(string Code, MessageAudience For, Wording About);

/// <summary>Something to be told.</summary>
/// <param name="Key">What it was read from: the same thing has the same key, and is told once.</param>
/// <param name="Type">Code of its type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Parties">Organisations that it is told to, of those that are no authorities.</param>
/// <param name="Data">What it says: ids, addresses, and what a machine needs to act. Nothing about people.</param>
public sealed record Message(string Key, string Type, DateTimeOffset At, IReadOnlyCollection<string> Parties, object Data);

/// <summary>What a source found.</summary>
/// <param name="Messages">What is to be told.</param>
/// <param name="Position">Up to where it is read now.</param>
/// <param name="More">Whether there is more at once.</param>
public sealed record FoundMessages(IReadOnlyList<Message> Messages, long Position, bool More);

/// <summary>
/// Where messages come from. It must not miss what was committed late: it follows numbers without gaps, or rows that it deletes when they are told
/// (<see cref="NotedSource" />). What it finds is written down in the transaction in which it read.
/// </summary>
public interface IMessageSource
{
    /// <summary>Names its progress.</summary>
    string Name { get; }

    /// <summary>What it tells.</summary>
    IReadOnlyList<MessageType> Types { get; }

    /// <summary>Reads on. One process at a time does.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="position">Up to where it is read.</param>
    /// <param name="wanted">The types that anybody asks for; to be asked after what is new was read, so that nobody who asks at that moment is passed over.</param>
    /// <param name="cancel">Gives up.</param>
    Task<FoundMessages> ReadAsync(NpgsqlConnection connection, long position, Func<Task<IReadOnlySet<string>>> wanted, CancellationToken cancel);
}
