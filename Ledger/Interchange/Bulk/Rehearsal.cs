using System.Text.Json;
using System.Threading.Channels;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Npgsql;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// A dry run: registrations are decided by the same rule on what is recorded and on what the file named before, and nothing is recorded. What
/// the file named stands in a table of its own, so that its length costs no memory.
/// </summary>
internal sealed class Rehearsal(Guid import, LotReader reader, StoredFacts facts, NpgsqlDataSource database, TimeProvider clock)
{
    private const int MostTogether = 256;

    private readonly Channel<Command> _waiting = Channel.CreateUnbounded<Command>(new() { SingleReader = true }); // bounded by the window of the import

    private sealed record Command(string Lot, Func<Lot?, Decision> Decide)
    {
        public TaskCompletionSource<Outcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Decides a registration.</summary>
    public Task<Outcome> RegisterAsync(LotKey lot, Func<Lot?, Decision> decide)
    {
        var command = new Command(lot.Path, decide);
        _waiting.Writer.TryWrite(command);
        return command.Outcome.Task;
    }

    /// <summary>Ends it once all are decided.</summary>
    public void Complete() => _waiting.Writer.Complete();

    /// <summary>Decides until it is ended.</summary>
    public async Task RunAsync()
    {
        var together = new List<Command>(MostTogether);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (together.Count < MostTogether && _waiting.Reader.TryRead(out var command)) together.Add(command);
            try
            {
                await DecideAsync(together);
            }
            catch (NpgsqlException e)
            {
                foreach (var command in together) command.Outcome.TrySetException(e);
            }
            together.Clear();
        }
    }

    private async Task DecideAsync(List<Command> commands)
    {
        string[] names = [.. commands.Select(c => c.Lot).Distinct()];
        var lots = await reader.HistoriesAsync(names, CancellationToken.None);
        await foreach (var (lot, fact) in RehearsedAsync(names))
            if (lots[lot].Lot is null) lots[lot] = lots[lot].With([fact], clock.GetUtcNow());

        var fresh = new List<(string Lot, LotRegistered Fact)>();
        var outcomes = commands.ConvertAll(command =>
        {
            switch (command.Decide(lots[command.Lot].Lot))
            {
                case Decision.Refused refused:
                    return new Outcome.Refused(refused);
                case Decision.Accepted { Facts: [LotRegistered fact] }:
                    if (facts.Write(command.Lot, 0, [fact], out _) is { } tooLong) return new Outcome.Refused(tooLong);
                    lots[command.Lot] = lots[command.Lot].With([fact], clock.GetUtcNow());
                    fresh.Add((command.Lot, fact));
                    return new Outcome.Recorded(lots[command.Lot].Lot!, Fresh: true);
                default:
                    return (Outcome)new Outcome.Recorded(lots[command.Lot].Lot!, Fresh: false);
            }
        });
        await RememberAsync(fresh);
        for (var i = 0; i < commands.Count; i++) commands[i].Outcome.TrySetResult(outcomes[i]);
    }

    private async IAsyncEnumerable<(string Lot, LotRegistered Fact)> RehearsedAsync(string[] names)
    {
        await using var command = database.CreateCommand("""
            select r.lot, r.fact from unnest(@lots) as wanted(lot)
            cross join lateral (select lot, fact from interchange.rehearsed where import = @import and lot = wanted.lot offset 0) r
            """);
        command.Parameters.AddWithValue("lots", names);
        command.Parameters.AddWithValue("import", import);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) yield return (rows.GetString(0), JsonSerializer.Deserialize<LotRegistered>(rows.GetString(1), LotJson.Stored)!);
    }

    private async Task RememberAsync(List<(string Lot, LotRegistered Fact)> fresh)
    {
        await using var command = database.CreateCommand("""
            insert into interchange.rehearsed (import, lot, fact) select @import, r.lot, r.fact from unnest(@lots, @facts) as r(lot, fact) on conflict do nothing
            """);
        command.Parameters.AddWithValue("import", import);
        command.Parameters.AddWithValue("lots", fresh.Select(f => f.Lot).ToArray());
        command.Parameters.AddWithValue("facts", fresh.Select(f => JsonSerializer.Serialize(f.Fact, LotJson.Stored)).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}
