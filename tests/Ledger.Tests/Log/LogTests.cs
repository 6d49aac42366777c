using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Ledger.Tests.Log;

public sealed class LogTests(LedgerApp app)
{
    [Fact]
    public async Task A_reader_of_the_whole_log_comes_to_the_signed_root()
    {
        for (var i = 0; i < 5; i++) await app.RegisterLotAsync();
        var key = (await app.Anybody.GetStringAsync("/log/key")).TrimEnd('\n');
        var note = await app.Anybody.GetStringAsync("/log/checkpoint");
        Assert.True(Checkpoint.TryParse(note[..(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)], out var checkpoint));
        Assert.StartsWith($"{checkpoint.Origin}+", key, StringComparison.Ordinal);

        var leaves = new List<byte[]>();
        for (long tile = 0; leaves.Count < checkpoint.Size; tile++)
        {
            var width = (int)Math.Min(256, checkpoint.Size - leaves.Count);
            var entries = EntryBundle.Decode(await app.Anybody.GetByteArrayAsync($"/log/{new TilePath(new(0, tile), width, Entries: true)}"));
            var hashes = await app.Anybody.GetByteArrayAsync($"/log/{new TilePath(new(0, tile), width, Entries: false)}");
            Assert.Equal(hashes, entries.SelectMany(e => MerkleTree.LeafHash(e)));
            leaves.AddRange(entries.Select(e => MerkleTree.LeafHash(e)));
        }

        Assert.Equal(checkpoint.Root, MerkleTree.Root(leaves));
    }

    [Fact]
    public async Task An_event_is_in_the_log_soon_after_its_commit()
    {
        var lot = await app.RegisterLotAsync();

        await Eventually.TrueAsync(async () =>
        {
            using var answer = await app.Anybody.GetAsync(lot.Api("/evidence"));
            if (answer.StatusCode == HttpStatusCode.Conflict) Assert.NotNull(answer.Headers.RetryAfter);
            return answer.StatusCode == HttpStatusCode.OK;
        }, "the event is in the log");
    }

    [Fact]
    public async Task An_entry_says_what_was_recorded_and_nothing_else()
    {
        var lot = await app.RegisterLotAsync();
        var bundle = await app.AnchoredEvidenceAsync(lot);

        var entry = JsonNode.Parse(Convert.FromBase64String((string)Assert.Single(bundle["entries"]!.AsArray())!))!.AsObject();

        Assert.Equal(["data", "lot", "previous", "recordedAt", "type", "version"], entry.Select(m => m.Key));
        Assert.Equal(lot.Path, (string)entry["lot"]!);
        Assert.Equal("lot_registered", (string)entry["type"]!);
        Assert.Equal(1, (int)entry["version"]!);
        Assert.Null(entry["previous"]);
        Assert.Equal((string)lot["entryDate"]!, (string)entry["data"]!["description"]!["entryDate"]!);
    }

    [Fact]
    public async Task A_tile_wider_than_the_tree_is_not_found()
    {
        var note = await app.Anybody.GetStringAsync("/log/checkpoint");
        Assert.True(Checkpoint.TryParse(note[..(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)], out var checkpoint));

        // The tree grows meanwhile, but not by a hundred.
        var wider = checkpoint.Size + 100;
        using var answer = await app.Anybody.GetAsync($"/log/{new TilePath(new(0, wider / 256), (int)Math.Max(1, wider % 256), Entries: false)}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/log/tile/0/999")]
    [InlineData("/log/tile/0/000.p/0")]
    [InlineData("/log/tile/00/000")]
    [InlineData("/log/tile/0/0")]
    [InlineData("/log/tile/0/x000/000")]
    [InlineData("/log/tile/64/000")]
    [InlineData("/log/tile/entries/000.p/256")]
    [InlineData("/log/tile/entries/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("/log/nothing")]
    public async Task What_the_log_does_not_have_is_not_found(string address)
    {
        using var answer = await app.Anybody.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.MaxAge is null);
    }

    [Fact]
    public async Task Readers_on_other_origins_are_welcome_and_tiles_stay()
    {
        using var checkpoint = await app.Anybody.GetAsync("/log/checkpoint");
        using var tile = await app.Anybody.GetAsync("/log/tile/0/000.p/1");

        Assert.Equal("*", Assert.Single(checkpoint.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.Contains("immutable", tile.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(32, tile.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Anchors_tell_where_the_log_stands_on_the_chain()
    {
        await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());

        var latest = await app.Anybody.GetFromJsonAsync<JsonObject>("/api/anchors/latest");
        var all = await app.Anybody.GetFromJsonAsync<JsonObject>("/api/anchors");

        Assert.Equal(31337, (long)latest!["chainId"]!);
        Assert.Matches("^0x[0-9a-fA-F]{40}$", (string)latest["contract"]!);
        Assert.Matches("^0x[0-9a-f]{64}$", (string)latest["transaction"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)latest["root"]!);
        Assert.NotEmpty(latest["rpcUrls"]!.AsArray());
        Assert.NotEmpty(all!["anchors"]!.AsArray());
    }
}
