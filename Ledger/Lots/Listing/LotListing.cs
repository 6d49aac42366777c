using System.Text.Json;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>
/// Keeps the list of lots in step with the log. It follows the leaves, which have no gaps, so that nothing is ever passed over; a lot stands
/// in the list some tenths of a second after it was recorded.
/// </summary>
public sealed class LotListing(NpgsqlDataSource database, LotReader lots, ILogger<LotListing> logger) : SteadyWork(logger, "The list of lots is not kept up")
{
    private const int LeavesAtOnce = 1000, MostWordsKnown = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Noted already: most steps need no statement for words.
    private readonly HashSet<string> _words = [];

    /// <inheritdoc />
    // The row of progress is locked: of several processes one lists, and takes over where another died.
    protected override async Task<TimeSpan> StepAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var progress = new NpgsqlCommand("select leaves from lots.listed for update skip locked", connection);
        if (await progress.ExecuteScalarAsync(cancel) is not long from) return Pause;

        var (changed, count) = (new HashSet<string>(), 0);
        await using (var next = new NpgsqlCommand("select lot, event_id is not null from log.leaf where index >= @from and index < @from + @count order by index", connection))
        {
            next.Parameters.AddWithValue("from", from);
            next.Parameters.AddWithValue("count", (long)LeavesAtOnce);
            await using var reader = await next.ExecuteReaderAsync(cancel);
            for (; await reader.ReadAsync(cancel); count++)
                if (reader.GetBoolean(1)) changed.Add(reader.GetString(0));
        }
        if (count == 0) return Pause;

        var listed = (await lots.HistoriesAsync(changed, cancel)).Values.Select(h => h.Lot).OfType<Lot>().ToList();
        await WriteAsync(connection, listed, cancel);
        var words = await NoteWordsAsync(connection, listed, cancel);
        await using var done = new NpgsqlCommand("update lots.listed set leaves = @leaves", connection);
        done.Parameters.AddWithValue("leaves", from + count);
        await done.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        if (_words.Count > MostWordsKnown) _words.Clear();
        _words.UnionWith(words);
        return count == LeavesAtOnce ? TimeSpan.Zero : Pause;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, List<Lot> listed, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            insert into lots.listing (lot, status, parties, registered_at, entry_date, last_day, origin, category, importer, registrant, searched, grams, codes, sealed, row)
            select lot, status, string_to_array(parties, chr(10)), registered_at, entry_date, last_day, origin, category, importer, registrant, searched,
                string_to_array(grams, chr(10)), string_to_array(codes, chr(10)), string_to_array(sealed, chr(10)), row::jsonb
            from unnest(@lot, @status, @parties, @registered_at, @entry_date, @last_day, @origin, @category, @importer, @registrant, @searched, @grams, @codes, @sealed, @row)
                as l(lot, status, parties, registered_at, entry_date, last_day, origin, category, importer, registrant, searched, grams, codes, sealed, row)
            on conflict (lot) do update set status = excluded.status, parties = excluded.parties, registered_at = excluded.registered_at, entry_date = excluded.entry_date,
                last_day = excluded.last_day, origin = excluded.origin, category = excluded.category, importer = excluded.importer, registrant = excluded.registrant,
                searched = excluded.searched, grams = excluded.grams, codes = excluded.codes, sealed = excluded.sealed, row = excluded.row
            """, connection);
        Add("lot", NpgsqlDbType.Text, l => l.Id);
        Add("status", NpgsqlDbType.Text, l => LedgerJson.Code(l.Status));
        Add("parties", NpgsqlDbType.Text, l => Joined(l.Balances.Parties.Add(l.Registrant)));
        Add("registered_at", NpgsqlDbType.TimestampTz, l => l.RegisteredAt.UtcDateTime);
        Add("entry_date", NpgsqlDbType.Date, l => l.Description.EntryDate);
        Add("last_day", NpgsqlDbType.Date, l => l.LastDay);
        Add("origin", NpgsqlDbType.Text, l => l.Description.OriginCountry.Value);
        Add("category", NpgsqlDbType.Text, l => l.Description.Category);
        Add("importer", NpgsqlDbType.Text, l => l.Description.Importer.Uscc.Value);
        Add("registrant", NpgsqlDbType.Text, l => l.Registrant);
        var texts = listed.ToDictionary(l => l.Id, SearchedText.Of);
        Add("searched", NpgsqlDbType.Text, l => texts[l.Id]);
        Add("grams", NpgsqlDbType.Text, l => Joined(SearchedText.Grams(texts[l.Id]).Distinct()));
        Add("codes", NpgsqlDbType.Text, l => Joined(SearchedText.Codes(l)));
        Add("sealed", NpgsqlDbType.Text, l => Joined(SearchedText.SealedCodes(l)));
        Add("row", NpgsqlDbType.Text, l => JsonSerializer.Serialize(ListedLot.Of(l), LotJson.Answers));
        await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(string name, NpgsqlDbType type, Func<Lot, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = listed.Select(value).ToArray() });
    }

    // No value has a line end in it: codes and ids have a form, and what is looked for is told apart by blanks of any kind.
    private static string Joined(IEnumerable<string> values) => string.Join('\n', values);

    private async Task<string[]> NoteWordsAsync(NpgsqlConnection connection, List<Lot> listed, CancellationToken cancel)
    {
        var fresh = listed.SelectMany(SearchedText.NameWords).Where(word => !_words.Contains(word)).Distinct().ToArray();
        if (fresh.Length == 0) return fresh;
        await using var command = new NpgsqlCommand("insert into lots.name_word (word) select unnest(@words) on conflict do nothing", connection);
        command.Parameters.AddWithValue("words", fresh);
        await command.ExecuteNonQueryAsync(cancel);
        return fresh;
    }
}

/// <summary>A lot as a line of a list.</summary>
/// <param name="Gtin">14 digits.</param>
/// <param name="LotNumber">As printed.</param>
/// <param name="Status">Where it stands in its life.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="ProductName">Product name.</param>
/// <param name="Brand">Brand, if any.</param>
/// <param name="Category">Product category.</param>
/// <param name="OriginCountry">Country or region where it was produced.</param>
/// <param name="ExportCountry">Country or region it was shipped from.</param>
/// <param name="Importer">Name of the importer.</param>
/// <param name="EntryDate">Day of entry.</param>
/// <param name="LastDay">Last day of shelf life.</param>
/// <param name="RegisteredAt">When it was registered.</param>
public sealed record ListedLot(
    Gtin Gtin, LotNumber LotNumber, LotStatus Status, int Version, LocalName ProductName, string? Brand, string Category, CountryCode OriginCountry, CountryCode ExportCountry,
    LocalName Importer, DateOnly EntryDate, DateOnly? LastDay, DateTimeOffset RegisteredAt)
{
    internal static ListedLot Of(Lot lot) => new(
        lot.Description.Gtin, lot.Description.LotNumber, lot.Status, lot.Version, lot.Description.ProductName, lot.Description.Brand, lot.Description.Category,
        lot.Description.OriginCountry, lot.Description.ExportCountry, lot.Description.Importer.Name, lot.Description.EntryDate, lot.LastDay, lot.RegisteredAt);
}
