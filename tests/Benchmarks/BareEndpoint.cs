using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Benchmarks;

/// <summary>
/// What registration is measured against, as a process of its own: a body is parsed for the lot's name and stored with Npgsql as stream, event
/// and pending row, a transaction each (<c>POST /each</c>) or callers sharing transactions (<c>POST /shared</c>). No key, no rule, no Marten.
/// </summary>
internal static class BareEndpoint
{
    private const int MostTogether = 256, Committers = 2;

    public static async Task RunAsync(string connection, string url)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 100, MaxPoolSize = 20, Timezone = "UTC" };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        var shared = Channel.CreateUnbounded<Row>();
        for (var i = 0; i < Committers; i++) _ = CommitTogetherAsync(database, shared.Reader);
        app.MapGet("/", () => Results.Ok());
        BarePages.Map(app, database);
        app.MapPost("/each", async (HttpContext context) =>
        {
            var row = await ReadAsync(context);
            await StoreAsync(database, [row]);
            await AnswerAsync(context);
        });
        app.MapPost("/shared", async (HttpContext context) =>
        {
            var row = await ReadAsync(context);
            shared.Writer.TryWrite(row);
            await row.Stored.Task;
            await AnswerAsync(context);
        });
        await app.RunAsync();
    }

    private static async Task CommitTogetherAsync(NpgsqlDataSource database, ChannelReader<Row> waiting)
    {
        var rows = new List<Row>(MostTogether);
        while (await waiting.WaitToReadAsync())
        {
            while (rows.Count < MostTogether && waiting.TryRead(out var row)) rows.Add(row);
            if (rows.Count == 0) continue;
            await StoreAsync(database, rows);
            foreach (var row in rows) row.Stored.SetResult();
            rows.Clear();
        }
    }

    // One statement is one transaction and one round trip.
    private static async Task StoreAsync(NpgsqlDataSource database, IReadOnlyList<Row> rows)
    {
        await using var command = database.CreateCommand("""
            with rows as (select * from unnest(@ids, @streams, @data) as r(id, stream, data)),
            streams as (insert into bare.mt_streams (id, type, version) select stream, 'lot', 1 from rows),
            events as (
                insert into bare.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
                select nextval('bare.mt_events_sequence'), id, stream, 1, data, 'lot_registered', now(), 'Lotmark.Ledger.Lots.LotRegistered, Ledger' from rows returning seq_id)
            insert into bare.pending (seq_id) select seq_id from events
            """);
        command.Parameters.AddWithValue("ids", rows.Select(_ => Guid.CreateVersion7()).ToArray());
        command.Parameters.AddWithValue("streams", rows.Select(r => r.Stream).ToArray());
        command.Parameters.Add(new("data", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = rows.Select(r => r.Body).ToArray() });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<Row> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return new($"01/{root.GetProperty("gtin").GetString()}/10/{root.GetProperty("lotNumber").GetString()}", body);
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentLength = 2;
        return context.Response.WriteAsync("{}");
    }

    private sealed record Row(string Stream, byte[] Body)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
