using System.Net;
using System.Net.Http.Json;
using Lotmark.Ledger.Tests.Faults;

namespace Lotmark.Ledger.Tests.Serials;

/// <summary>A process that ends in good order.</summary>
public sealed class LastScansTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Writes_the_scans_that_it_counted_last()
    {
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync();
        using var importer = process.As("importer");
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = "ENDS";
        using var registered = await importer.PostAsJsonAsync("/api/lots", lot);
        using var issued = await importer.PostAsJsonAsync(lot.Api("/serials"), new { serials = new[] { "LAST" } });
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        for (var i = 0; i < 7; i++)
        {
            using var look = new HttpRequestMessage(HttpMethod.Get, $"/{lot.Path}/21/LAST") { Headers = { Accept = { new("text/html") } } };
            using var page = await process.Http.SendAsync(look);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        await process.StopAsync();

        Assert.Equal(7, await ledger.QueryAsync<long>("select sum(scans)::bigint from serials.scan"));
    }
}
