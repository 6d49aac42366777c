using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Tiles;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Marten;

namespace Lotmark.Ledger.Tests.Lots;

public sealed class TooLongTests(LedgerApp app)
{
    // No registration comes near: its fields together hold a few thousand characters. So the event is made here, and written as every command writes.
    [Fact]
    public async Task An_event_is_taken_up_to_the_byte_that_the_log_can_hold_and_refused_beyond()
    {
        await using var services = new LedgerServices(app);
        var (lots, store) = (services.Get<LotStreams>(), services.Get<IDocumentStore>());
        var (key, empty) = Registration();
        var room = EntryBundle.MaxEntryBytes - LeafEntry.Build(
            key.Path, 1, "lot_registered", DateTime.UnixEpoch, store.Options.Serializer().ToJson(empty), new byte[32]).Length;

        var refused = Assert.IsType<Outcome.Refused>(await lots.RegisterAsync(key, _ => Decision.Accept(empty with { Description = empty.Description with { Brand = new('x', room + 1) } }), null, CancellationToken.None)).Why;

        Assert.Equal(("entry-too-long", 413), (refused.Code, refused.Status));
        Assert.Contains("65,536 bytes", refused.Reason.En, StringComparison.Ordinal);
        using var unknown = await app.Anybody.GetAsync($"/api/lots/{key.Gtin}/{key.Encoded}/evidence");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        Assert.IsType<Outcome.Recorded>(await lots.RegisterAsync(key, _ => Decision.Accept(empty with { Description = empty.Description with { Brand = new('x', room) } }), null, CancellationToken.None));
        var receipt = await services.Get<Receipts>().WaitAsync(key.Path, 1, TimeSpan.FromSeconds(60), CancellationToken.None);
        // A first event has null where the limit allows for the hash of one before it.
        Assert.Equal(EntryBundle.MaxEntryBytes - 66 + "null".Length, receipt!.Entry.Length);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_as_too_large()
    {
        using var answer = await app.Importer.PostAsync("/api/lots", new StringContent(new(' ', (1 << 20) + 1), Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["title"]!);
    }

    private (LotKey Key, LotRegistered Event) Registration()
    {
        var registration = app.NewRegistration();
        var description = StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(registration.ToJsonString()), new FieldErrors())!.Describe();
        return (new(description.Gtin, description.LotNumber), new(description with { Brand = "" }, new("example-foods-ningbo", "test")));
    }
}
