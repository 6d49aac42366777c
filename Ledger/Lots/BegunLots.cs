using System.Text.RegularExpressions;
using Marten;
using Npgsql;

namespace Lotmark.Ledger.Lots;

/// <summary>
/// Lots that begin in a transaction, written into the event store's tables by one statement: rows as Marten writes them with a call for each
/// stream, at half the cost. Bulk imports live on it.
/// </summary>
internal sealed partial class BegunLots
{
    private const string Insert = """
        with stream as (
            insert into lotmark.mt_streams (id, version, timestamp, tenant_id)
            select id, version, now(), '*DEFAULT*' from unnest(?::text[], ?::bigint[]) as s(id, version))
        insert into lotmark.mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type, timestamp, tenant_id, is_archived)
        select nextval('lotmark.mt_events_sequence'), id, lot, version, data::jsonb, type, dotnet, now(), '*DEFAULT*', false
        from unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) as e(id, lot, version, data, type, dotnet)
        """;

    private readonly List<(string Lot, long Version)> _streams = [];
    private readonly List<(Guid Id, string Lot, long Version, StoredFact Fact)> _events = [];

    /// <summary>A lot and the facts with which it begins.</summary>
    public void Add(string lot, IEnumerable<StoredFact> facts)
    {
        var version = 0L;
        foreach (var fact in facts) _events.Add((Guid.CreateVersion7(), lot, ++version, fact));
        _streams.Add((lot, version));
    }

    /// <summary>Puts them into the session's transaction.</summary>
    public void Queue(IDocumentSession session)
    {
        if (_streams.Count > 0) session.QueueSqlCommand(Insert, Values());
    }

    /// <summary>Records them and nothing else: one statement is a transaction of its own, and one round trip.</summary>
    public async Task StoreAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Numbered);
        foreach (var value in Values()) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }

    // As Npgsql wants its parameters named; Marten takes question marks.
    private static readonly string Numbered = Number();

    private static string Number()
    {
        var parameters = 0;
        return QuestionMark().Replace(Insert, _ => $"${++parameters}");
    }

    private object[] Values() =>
    [
        _streams.ConvertAll(s => s.Lot).ToArray(), _streams.ConvertAll(s => s.Version).ToArray(),
        _events.ConvertAll(e => e.Id).ToArray(), _events.ConvertAll(e => e.Lot).ToArray(), _events.ConvertAll(e => e.Version).ToArray(),
        _events.ConvertAll(e => e.Fact.Json).ToArray(), _events.ConvertAll(e => e.Fact.Kind).ToArray(), _events.ConvertAll(e => e.Fact.DotNetType).ToArray(),
    ];

    [GeneratedRegex(@"\?")]
    private static partial Regex QuestionMark();
}
