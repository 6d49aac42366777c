using System.Text;
using Lotmark.Contracts.Tiles;

namespace Lotmark.Ledger.Log;

/// <summary>The log for everybody: checkpoint, tiles, entry bundles, verifier key (C2SP tlog-tiles).</summary>
public static class ServeLog
{
    private const int TileWidth = 256;
    private const int HashSize = 32;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves it under /log.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var log = app.MapGroup("/log").WithTags("Log");
        log.MapMethods("/checkpoint", Reading, CheckpointAsync).WithSummary("The newest signed checkpoint");
        log.MapMethods("/key", Reading, KeyAsync).WithSummary("The verifier key of this log");
        log.MapMethods("/keys", Reading, KeysAsync).WithSummary("The verifier keys of this log, past and present, each introduced by the one before").Produces<KeyHistory>();
        log.MapMethods("/tile/{**path}", Reading, TileAsync).WithSummary("A tile of hashes or a bundle of entries");
    }

    private static async Task<IResult> CheckpointAsync(LogReader log, HttpResponse response, CancellationToken cancel)
    {
        if (await log.LatestCheckpointAsync(cancel) is not { } checkpoint) return TypedResults.NotFound();
        Open(response, "no-cache");
        return TypedResults.Text(checkpoint.Note, "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> KeyAsync(LogReader log, HttpResponse response, CancellationToken cancel)
    {
        if (await log.IdentityAsync(cancel) is not var (_, key)) return TypedResults.NotFound();
        Open(response, "public, max-age=300");
        return TypedResults.Text(key + "\n", "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> KeysAsync(LogKeys keys, HttpResponse response, CancellationToken cancel)
    {
        Open(response, "public, max-age=300");
        return TypedResults.Ok(new KeyHistory(await keys.HistoryAsync(cancel)));
    }

    private static async Task<IResult> TileAsync(string path, LogReader log, HttpResponse response, CancellationToken cancel)
    {
        if (!TilePath.TryParse($"tile/{path}", out var tile)) return TypedResults.NotFound();
        var content = tile.Entries ? await BundleAsync(tile, log, cancel) : await HashesAsync(tile, log, cancel);
        if (content is null) return TypedResults.NotFound();
        Open(response, "public, max-age=31536000, immutable");
        return TypedResults.Bytes(content, "application/octet-stream");
    }

    private static async Task<byte[]?> HashesAsync(TilePath tile, LogReader log, CancellationToken cancel)
    {
        var tiles = await log.TilesAsync([tile.Tile], cancel);
        return tiles.TryGetValue(tile.Tile, out var hashes) && hashes.Length >= tile.Width * HashSize ? hashes[..(tile.Width * HashSize)] : null;
    }

    private static async Task<byte[]?> BundleAsync(TilePath tile, LogReader log, CancellationToken cancel)
    {
        var entries = await log.EntriesAsync(tile.Tile.Index * TileWidth, tile.Width, cancel);
        return entries.Count == tile.Width ? EntryBundle.Encode(entries) : null;
    }

    private static void Open(HttpResponse response, string cacheControl)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.CacheControl = cacheControl;
    }

    /// <summary>The log's keys.</summary>
    /// <param name="Keys">Oldest first.</param>
    public sealed record KeyHistory(IReadOnlyList<LogKey> Keys);
}
