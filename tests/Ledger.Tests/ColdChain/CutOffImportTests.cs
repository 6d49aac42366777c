using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.ColdChain;
using Npgsql;

namespace Lotmark.Ledger.Tests.ColdChain;

/// <summary>An import that died between its readings and its event.</summary>
public sealed class CutOffImportTests(LedgerApp app)
{
    private static readonly DateTime At = new(2026, 11, 12, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Readings_without_their_event_are_not_served_and_the_retry_takes_them_up()
    {
        var lot = await app.RegisterLotAsync();
        await using var services = new LedgerServices(app);
        await LeaveBehindAsync(services, lot, -190);

        Assert.Null((await ChartAsync(lot))["statistics"]);
        Assert.Equal(HttpStatusCode.Created, await SendAsync(lot, -19m));
        Assert.Equal(1, (int)(await ChartAsync(lot))["statistics"]!["count"]!);
        Assert.Equal(1, await StoredAsync(services, lot));
    }

    [Fact]
    public async Task What_nobody_takes_up_contradicts_nobody_and_is_cleared_away()
    {
        var lot = await app.RegisterLotAsync();
        await using var services = new LedgerServices(app);
        await LeaveBehindAsync(services, lot, -150);

        Assert.Equal(HttpStatusCode.Created, await SendAsync(lot, -19m));
        Assert.Equal(2, await StoredAsync(services, lot));
        Assert.Equal(-19m, (decimal)(await ChartAsync(lot))["statistics"]!["maxC"]!);

        await using (var later = services.Get<NpgsqlDataSource>().CreateCommand("update coldchain.batch b set stored_at = now() - interval '1 hour' from coldchain.series s where s.id = b.series and s.lot = $1"))
        {
            later.Parameters.Add(new() { Value = lot.Path });
            await later.ExecuteNonQueryAsync();
        }
        Assert.Equal(HttpStatusCode.OK, await SendAsync(lot, -19m));
        Assert.Equal(1, await StoredAsync(services, lot));
    }

    private static async Task LeaveBehindAsync(LedgerServices services, JsonObject lot, short tenths)
    {
        Reading[] readings = [new(At, tenths, tenths / 10m, TemperatureUnit.Celsius, 1)];
        await using var open = await services.Get<ReadingStore>().OpenAsync(lot.Path, CancellationToken.None);
        await open.StoreAsync(await open.SeriesAsync("LOG-1", CancellationToken.None), CanonicalReadings.Hash(readings), null, readings, CancellationToken.None);
    }

    private static async Task<long> StoredAsync(LedgerServices services, JsonObject lot)
    {
        await using var command = services.Get<NpgsqlDataSource>().CreateCommand("select count(*) from coldchain.reading r join coldchain.series s on s.id = r.series where s.lot = $1");
        command.Parameters.Add(new() { Value = lot.Path });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<HttpStatusCode> SendAsync(JsonObject lot, decimal value)
    {
        using var answer = await app.Importer.PostAsJsonAsync(lot.Api("/temperatures"), new { device = "LOG-1", readings = new[] { new { at = At, value } } });
        return answer.StatusCode;
    }

    private async Task<JsonObject> ChartAsync(JsonObject lot) => (await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api("/temperatures")))!;
}
