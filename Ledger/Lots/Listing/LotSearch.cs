using System.Text.Json;
using Npgsql;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>Looks lots up.</summary>
public sealed class LotSearch(NpgsqlDataSource database)
{
    private const int Few = 1_000, NearestWords = 5;

    /// <summary>A lot that was found.</summary>
    /// <param name="Lot">Its name.</param>
    /// <param name="Cursor">Where a list goes on behind it.</param>
    /// <param name="Row">Its line.</param>
    public sealed record Found(string Lot, string Cursor, ListedLot Row);

    /// <summary>What was found.</summary>
    /// <param name="Lots">At most as many as asked for.</param>
    /// <param name="ReadAs">What mistyped words were read as; null when they were taken as they are.</param>
    public sealed record Result(IReadOnlyList<Found> Lots, string? ReadAs);

    /// <summary>Finds lots behind a cursor.</summary>
    public async Task<Result> FindAsync(LotFilters filters, LotOrder order, LotOrder.Cursor? after, int limit, CancellationToken cancel)
    {
        var conditions = new List<string>(filters.Conditions);
        foreach (var code in filters.Codes) conditions.Add(await FewAsync(code) ?? code);

        var words = filters.Box?.Words ?? [];
        var asTyped = new List<string>();
        foreach (var word in words)
            asTyped.Add(filters.SealedNumber(word) is { } number && await FewAsync(number) is { } few ? $"({filters.Word(word)} or {few})" : filters.Word(word));
        var found = await QueryAsync(asTyped);
        if (found.Count > 0 || words.Count == 0) return new(found, null);

        // Nothing is written so: what is written nearly so?
        var meant = new List<IReadOnlyList<string>>();
        foreach (var word in words) meant.Add(SearchedText.IsCorrectable(word) ? await NearestAsync(word, cancel) : Misread(word));
        if (meant.Exists(m => m.Count == 0) || meant.Zip(words).All(m => m.First is [var only] && only == m.Second)) return new([], null);
        found = await QueryAsync(meant.ConvertAll(m => $"({string.Join(" or ", m.Select(filters.Word))})"));
        return new(found, found.Count == 0 ? null : string.Join(' ', meant.Select(m => string.Join('/', m))));

        // The planner takes every code for a common one, and would go through all lots in order: the lots of a rare one are named to it.
        async Task<string?> FewAsync(string code)
        {
            await using var command = database.CreateCommand($"select lot from lots.listing where {code} limit {Few + 1}");
            filters.Fill(command.Parameters);
            var lots = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) lots.Add(reader.GetString(0));
            return lots.Count > Few ? null : filters.OneOf([.. lots]);
        }

        async Task<List<Found>> QueryAsync(List<string> wanted)
        {
            var sql = $"""
                select lot, {order.Key}, row from lots.listing where {string.Join(" and ", conditions.Concat(wanted).DefaultIfEmpty("true"))}
                and {(after is null ? "true" : order.Behind)} order by {order.Columns} limit @limit
                """;
            await using var batch = database.CreateBatch();
            // Planned for these very words: whether they are common decides between the index of text and going back from the newest.
            batch.BatchCommands.Add(new("select set_config('plan_cache_mode', 'force_custom_plan', true)"));
            batch.BatchCommands.Add(new(sql));
            filters.Fill(batch.BatchCommands[1].Parameters);
            batch.BatchCommands[1].Parameters.AddWithValue("limit", limit);
            if (after is not null)
            {
                batch.BatchCommands[1].Parameters.AddWithValue("key", after.Key);
                batch.BatchCommands[1].Parameters.AddWithValue("lot", after.Lot);
            }
            var rows = new List<Found>();
            await using var reader = await batch.ExecuteReaderAsync(cancel);
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                rows.Add(new(reader.GetString(0), LotOrder.Write(order.Name == "registered" ? reader.GetDateTime(1) : reader.GetFieldValue<DateOnly>(1), reader.GetString(0)),
                    JsonSerializer.Deserialize<ListedLot>(reader.GetString(2), LotJson.Stored)!));
            return rows;
        }
    }

    // A letter wrong, missing, too much or exchanged with its neighbour; in long words two of these.
    private async Task<IReadOnlyList<string>> NearestAsync(string word, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            with near as (
                select word, levenshtein_less_equal(word, @word, @most) as distance, similarity(word, @word) as alike from lots.name_word
                where length(word) between length(@word) - @most and length(@word) + @most)
            select word from near where distance <= @most and distance = (select min(distance) from near) order by alike desc, word limit @count
            """);
        command.Parameters.AddWithValue("word", word);
        command.Parameters.AddWithValue("most", word.Length < 5 ? 1 : 2);
        command.Parameters.AddWithValue("count", NearestWords);
        var words = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) words.Add(reader.GetString(0));
        return words;
    }

    // Of three or more ideographs one may be wrong: the rest on both sides of it must stand there.
    private static IReadOnlyList<string> Misread(string word)
    {
        if (word.Length < 3 || !word.All(SearchedText.IsIdeograph)) return [word];
        return [.. Enumerable.Range(0, word.Length).Select(i => i == 0 ? word[1..] : i == word.Length - 1 ? word[..^1] : $"{word[..i]}{LotFilters.AnyCharacter}{word[(i + 1)..]}")];
    }
}
