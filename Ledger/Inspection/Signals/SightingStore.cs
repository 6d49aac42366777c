using System.Text.Json;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>A sighting as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="At">When it became known here.</param>
/// <param name="Gtin">Trade item.</param>
/// <param name="LotNumber">Lot number.</param>
/// <param name="City">City; absent when it is not known.</param>
/// <param name="District">Where more exactly, as a shopper wrote it.</param>
/// <param name="Location">Place (GLN or id), if one is known.</param>
/// <param name="Organisation">Who recorded it; absent for shoppers.</param>
/// <param name="Detail">What it is.</param>
/// <param name="SetAside">When, by whom and why it was set aside; absent while it is open.</param>
public sealed record KeptSighting(
    Guid Id, SightingKind Kind, DateTimeOffset At, Gtin Gtin, LotNumber LotNumber, string? City, string? District, string? Location, string? Organisation, SightingDetail Detail, KeptSighting.Settled? SetAside)
{
    /// <summary>That there is nothing more to do about it.</summary>
    /// <param name="At">Since when.</param>
    /// <param name="By">Who said so.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Settled(DateTimeOffset At, string By, string Reason);

    /// <summary>Name of the lot.</summary>
    internal string Lot => new LotKey(Gtin, LotNumber).Path;
}

/// <summary>The table of sightings.</summary>
public sealed class SightingStore(NpgsqlDataSource database, TracedPlaces places, TimeProvider clock)
{
    private const string Columns = "id, kind, at, lot, city, district, location, organisation, detail::text, set_aside_at, set_aside_by, set_aside_why";

    /// <summary>Sightings that fulfil conditions, newest first.</summary>
    public async Task<IReadOnlyList<KeptSighting>> ListAsync(ListFilters filters, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from inspection.sighting where {filters.Condition} order by at desc, id desc limit @limit");
        filters.Fill(command.Parameters);
        command.Parameters.AddWithValue("limit", limit);
        return await ReadAsync(command, cancel);
    }

    /// <summary>One sighting; null when there is none of this id.</summary>
    public async Task<KeptSighting?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select {Columns} from inspection.sighting where id = $1");
        command.Parameters.Add(new() { Value = id });
        return await ReadAsync(command, cancel) is [var found] ? found : null;
    }

    /// <summary>Sets one aside. Returns false when there is no open one of this id.</summary>
    public async Task<bool> SetAsideAsync(Guid id, string person, string reason, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("update inspection.sighting set set_aside_at = $2, set_aside_by = $3, set_aside_why = $4 where id = $1 and set_aside_at is null");
        foreach (var value in (object[])[id, clock.GetUtcNow(), person, reason]) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancel) == 1;
    }

    /// <summary>Writes what was seen, in somebody's transaction. What is known already is brought up to date; when it became known, and that it was set aside, stays.</summary>
    /// <param name="connection">Whose transaction it is.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="since">When each lot was registered.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<Sighting> seen, IReadOnlyDictionary<string, DateTimeOffset> since, CancellationToken cancel)
    {
        if (seen.Count == 0) return;
        var cities = await places.LocationsAsync(seen.Select(s => s.Location).OfType<string>(), cancel);
        await using var command = new NpgsqlCommand("""
            insert into inspection.sighting (id, source, kind, at, day, lot, lot_since, gtin, city, district, location, organisation, witness, detail)
            select id, source, kind, at, day, lot, lot_since, gtin, city, district, location, organisation, witness, detail::jsonb
            from unnest(@id, @source, @kind, @at, @day, @lot, @lot_since, @gtin, @city, @district, @location, @organisation, @witness, @detail)
                as s(id, source, kind, at, day, lot, lot_since, gtin, city, district, location, organisation, witness, detail)
            on conflict (source) do update set lot_since = excluded.lot_since, city = excluded.city, district = excluded.district, location = excluded.location,
                organisation = excluded.organisation, witness = excluded.witness, detail = excluded.detail
            where (sighting.lot_since, sighting.city, sighting.district, sighting.location, sighting.organisation, sighting.witness, sighting.detail)
                is distinct from (excluded.lot_since, excluded.city, excluded.district, excluded.location, excluded.organisation, excluded.witness, excluded.detail)
            """, connection);
        Add("id", NpgsqlDbType.Uuid, s => s.Id);
        Add("source", NpgsqlDbType.Text, s => s.Source);
        Add("kind", NpgsqlDbType.Text, s => LedgerJson.Code(s.Kind));
        Add("at", NpgsqlDbType.TimestampTz, s => s.At.UtcDateTime);
        Add("day", NpgsqlDbType.Date, s => s.Day);
        Add("lot", NpgsqlDbType.Text, s => s.Lot);
        Add("lot_since", NpgsqlDbType.Date, s => ImportingCountryDay.Of(since[s.Lot]));
        Add("gtin", NpgsqlDbType.Text, s => LotKey.FromPath(s.Lot).Gtin.Value);
        Add("city", NpgsqlDbType.Text, s => s.City ?? (s.Location is { } id ? cities.GetValueOrDefault(id)?.City : null));
        Add("district", NpgsqlDbType.Text, s => s.District);
        Add("location", NpgsqlDbType.Text, s => s.Location);
        Add("organisation", NpgsqlDbType.Text, s => s.Organisation);
        Add("witness", NpgsqlDbType.Text, s => s.Witness);
        Add("detail", NpgsqlDbType.Text, s => JsonSerializer.Serialize(s.Detail, LotJson.Answers));
        await command.ExecuteNonQueryAsync(cancel);

        void Add<T>(string name, NpgsqlDbType type, Func<Sighting, T> value) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = seen.Select(value).ToArray() });
    }

    private static async Task<IReadOnlyList<KeptSighting>> ReadAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        var found = new List<KeptSighting>();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var lot = LotKey.FromPath(row.GetString(3));
            found.Add(new(
                row.GetGuid(0), Enum.Parse<SightingKind>(row.GetString(1), ignoreCase: true), row.GetFieldValue<DateTimeOffset>(2), lot.Gtin, lot.Number, Text(4), Text(5), Text(6), Text(7),
                JsonSerializer.Deserialize<SightingDetail>(row.GetString(8), LotJson.Answers)!,
                row.IsDBNull(9) ? null : new(row.GetFieldValue<DateTimeOffset>(9), row.GetString(10), row.GetString(11))));
        }
        return found;

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}
