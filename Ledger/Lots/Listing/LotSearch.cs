using System.Text.Json;
using Npgsql;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>Looks lots up. What everybody asks for is among the newest; what is rare is found by the indexes of text and codes.</summary>
internal sealed class LotSearch(NpgsqlDataSource database)
{
    private const int Newest = 5_000, NearestWords = 5;

    /// <summary>A lot that was found.</summary>
    public sealed record Found(string Lot, string Cursor, ListedLot Row);

    /// <summary>What was found.</summary>
    /// <param name="Lots">At most as many as asked for.</param>
    /// <param name="ReadAs">What mistyped words were read as; null when they were taken as they are.</param>
    public sealed record Result(IReadOnlyList<Found> Lots, string? ReadAs);

    /// <summary>Finds lots behind a cursor.</summary>
    public async Task<Result> FindAsync(LotFilters filters, LotOrder order, LotOrder.Cursor? after, int limit, CancellationToken cancel)
    {
        var words = filters.Box?.Words ?? [];
        var found = await FindAsync(filters, [.. words.Select(filters.Word)], order, after, limit, cancel);
        if (found.Count > 0 || words.Count == 0) return new(found, null);

        // Nothing is written so: what is written nearly so?
        var meant = new List<IReadOnlyList<string>>();
        foreach (var word in words) meant.Add(SearchedText.IsCorrectable(word) ? await NearestAsync(word, cancel) : Misread(word));
        if (meant.Exists(m => m.Count == 0) || meant.Zip(words).All(m => m.First is [var only] && only == m.Second)) return new([], null);
        found = await FindAsync(filters, meant.ConvertAll(m => $"({string.Join(" or ", m.Select(filters.Word))})"), order, after, limit, cancel);
        return new(found, found.Count == 0 ? null : string.Join(' ', meant.Select(m => string.Join('/', m))));
    }

    private async Task<List<Found>> FindAsync(LotFilters filters, List<string> words, LotOrder order, LotOrder.Cursor? after, int limit, CancellationToken cancel)
    {
        var conditions = string.Join(" and ", filters.Conditions.Concat(words).DefaultIfEmpty("true"));
        var behind = after is null ? "true" : order.Behind;
        // Whoever sees few lots, or looks for one, is served by the index of that.
        var isWide = filters.All && filters.Box?.Lot is null && words.Count > 0;
        if (isWide && await QueryAsync($"""
            with newest as (select * from lots.listing where {behind} order by {order.Columns} limit {Newest})
            select lot, {order.Key}, row from newest where {conditions} order by {order.Columns} limit @limit
            """) is var recent && recent.Count == limit) return recent;
        // Materialised, so that what is rare is found by its text and not by going through all of them in order.
        return await QueryAsync(words.Count > 0
            ? $"with found as materialized (select * from lots.listing where {conditions} and {behind}) select lot, {order.Key}, row from found order by {order.Columns} limit @limit"
            : $"select lot, {order.Key}, row from lots.listing where {conditions} and {behind} order by {order.Columns} limit @limit");

        async Task<List<Found>> QueryAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            filters.Fill(command);
            command.Parameters.AddWithValue("limit", limit);
            if (after is not null)
            {
                command.Parameters.AddWithValue("key", after.Key);
                command.Parameters.AddWithValue("lot", after.Lot);
            }
            var found = new List<Found>();
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                found.Add(new(reader.GetString(0), LotOrder.Write(order.Name == "registered" ? reader.GetDateTime(1) : reader.GetFieldValue<DateOnly>(1), reader.GetString(0)),
                    JsonSerializer.Deserialize<ListedLot>(reader.GetString(2), LotJson.Stored)!));
            return found;
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
