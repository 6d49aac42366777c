using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Requests;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Inspection.Journal;

/// <summary>Something that an inspector looked up or did.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When.</param>
/// <param name="Organisation">Authority.</param>
/// <param name="Who">Name of the account, or label of the key.</param>
/// <param name="Operation">What it was for.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path and query.</param>
public sealed record LookUp(long Id, DateTimeOffset At, string Organisation, string Who, string Operation, string Method, string Target);

/// <summary>Keeps what inspectors looked up.</summary>
public sealed class LookUps(NpgsqlDataSource database, TimeProvider clock)
{
    private const int LongestTarget = 4000;

    /// <summary>Notes one.</summary>
    public Task NoteAsync(Actor actor, SignedInAccount? account, Operation operation, HttpRequest request, CancellationToken cancel) => NoteAsync(
        actor.Organisation, account?.Name ?? actor.Key, account?.Id, LedgerJson.Code(operation), request.Method, $"{request.Path}{request.QueryString}", cancel);

    /// <summary>Notes that somebody signed in, or was refused. What came in the query opens things: it is left out.</summary>
    public Task NoteSignInAsync(Account account, bool entered, HttpRequest request, CancellationToken cancel) => NoteAsync(
        account.Organisation, account.Name, account.Id, entered ? "signIn" : "signInRefused", request.Method, request.Path, cancel);

    private async Task NoteAsync(string organisation, string who, Guid? account, string operation, string method, string target, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            insert into inspection.journal (at, organisation, who, account, operation, method, target) values ($1, $2, $3, $4, $5, $6, $7)
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = organisation });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = who });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)account ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = operation });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = method });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = (target.Length > LongestTarget ? target[..LongestTarget] : target).Replace('\0', ' ') });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The newest before a number, newest first; of one account or key, or of all.</summary>
    public async Task<IReadOnlyList<LookUp>> ListAsync(string? who, long before, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select id, at, organisation, who, operation, method, target from inspection.journal where id < @before and (@who = '' or who = @who) order by id desc limit @limit
            """);
        command.Parameters.AddWithValue("before", before);
        command.Parameters.AddWithValue("who", who ?? "");
        command.Parameters.AddWithValue("limit", limit);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var found = new List<LookUp>();
        while (await reader.ReadAsync(cancel))
            found.Add(new(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)));
        return found;
    }
}
