using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace Lotmark.Ledger.ColdChain;

/// <summary>Makes the monthly partitions of <c>coldchain.reading</c> when readings of a month come for the first time.</summary>
public sealed class ReadingPartitions(NpgsqlDataSource database)
{
    private const long Gate = 0x434F4C44; // "COLD": one process at a time makes partitions

    private readonly ConcurrentDictionary<DateTime, bool> _there = [];

    /// <summary>Makes those that readings of these instants need and that are not there.</summary>
    public async Task EnsureAsync(IEnumerable<DateTime> instants, CancellationToken cancel)
    {
        var missing = instants.Select(at => new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc)).Distinct().Where(m => !_there.ContainsKey(m)).Order().ToList();
        if (missing.Count == 0) return;
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var month in missing)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var gate = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = Gate } } };
            await gate.ExecuteNonQueryAsync(cancel);
            await using var known = new NpgsqlCommand("select to_regclass($1) is not null", connection) { Parameters = { new() { Value = $"coldchain.{Name(month)}" } } };
            if (!(bool)(await known.ExecuteScalarAsync(cancel))!)
            {
                // Made apart and attached: writers and readers of other months are not kept waiting.
                await using var make = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
                    create table coldchain.{Name(month)} (like coldchain.reading including all);
                    alter table coldchain.reading attach partition coldchain.{Name(month)} for values from ('{month:yyyy-MM-dd}+00') to ('{month.AddMonths(1):yyyy-MM-dd}+00')
                    """), connection);
                await make.ExecuteNonQueryAsync(cancel);
            }
            await transaction.CommitAsync(cancel);
            _there[month] = true;
        }
    }

    private static string Name(DateTime month) => string.Create(CultureInfo.InvariantCulture, $"reading_{month:yyyy_MM}");
}
