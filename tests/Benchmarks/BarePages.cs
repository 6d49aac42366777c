using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using QRCoder;

namespace Lotmark.Benchmarks;

/// <summary>What pages are measured against: the framework's own ceiling, and a page written by hand from one row.</summary>
internal static class BarePages
{
    private const int PageSize = 12 << 10;

    public static void Map(WebApplication app, NpgsqlDataSource database)
    {
        var page = Encoding.UTF8.GetBytes(new string('x', PageSize));
        // As long as the product's page is when it is packed: set by who measures.
        app.MapGet("/fixed/{length:int}", (HttpContext context, int length) =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = length;
            context.Response.Headers.ETag = "\"x\"";
            return context.Response.Body.WriteAsync(page.AsMemory(0, length)).AsTask();
        });
        app.MapGet("/known", (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ETag = "\"x\"";
            return Task.CompletedTask;
        });
        app.MapGet("/hand/{lot}", async (HttpContext context, string lot) =>
        {
            await using var command = database.CreateCommand("select data from lotmark.mt_events where stream_id = $1");
            command.Parameters.Add(new() { Value = $"01/09520123451189/10/{lot}" });
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            var html = Encoding.UTF8.GetBytes(Written(JsonDocument.Parse(reader.GetFieldValue<byte[]>(0)).RootElement.GetProperty("description")));
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = html.Length;
            await context.Response.Body.WriteAsync(html);
        });
        app.MapGet("/whole/{lot}", (HttpContext context, string lot) => WholeAsync(context, lot, database));
    }

    // All that the product's page tells, its code included, as somebody would write it who needs nothing else.
    private static async Task WholeAsync(HttpContext context, string lot, NpgsqlDataSource database)
    {
        var name = $"01/09520123451189/10/{lot}";
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select data::text, timestamp from lotmark.mt_events where stream_id = $1 order by version") { Parameters = { new() { Value = name } } });
        batch.BatchCommands.Add(new("""
            select l.index, c.signed_at, c.size from (select index from log.leaf where lot = $1 order by version desc limit 1) l
            cross join lateral (select signed_at, size from log.checkpoint where size > l.index order by size limit 1) c
            """) { Parameters = { new() { Value = name } } });
        batch.BatchCommands.Add(new("select size, hash, mined_at from anchoring.transaction where state in ('mined', 'confirmed', 'final') order by size desc limit 1"));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var description = JsonDocument.Parse(reader.GetFieldValue<byte[]>(0)).RootElement.GetProperty("description");
        var proof = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<p>{reader.GetDateTime(1):O}</p>");
        while (await reader.NextResultAsync())
            while (await reader.ReadAsync())
                proof.Append(CultureInfo.InvariantCulture, $"<p>{reader.GetInt64(0)} {reader.GetValue(1)} {reader.GetValue(2)}</p>");
        var html = Encoding.UTF8.GetBytes(Written(description, $"{proof}<svg><path d=\"{Code($"http://127.0.0.1/{name}")}\"/></svg>"));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = html.Length;
        context.Response.Headers.ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(html).AsSpan(0, 16))}\"";
        await context.Response.Body.WriteAsync(html);
    }

    private static string Code(string text)
    {
        var rows = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M).ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x]) x++;
                if (x > from) path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1H{from}z");
            }
        }
        return path.ToString();
    }

    // Every member as a row, in a page as long as the product's.
    private static string Written(JsonElement lot, string more = "")
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><title>lot</title><style>").Append('x', 6000).Append("</style></head><body><dl>");
        foreach (var member in lot.EnumerateObject())
            html.Append(CultureInfo.InvariantCulture, $"<div><dt>{member.Name}</dt><dd>{HtmlEncoder.Default.Encode(member.Value.ToString())}</dd></div>");
        return html.Append("</dl>").Append(more).Append('y', more.Length > 0 ? 1000 : 6000).Append("</body></html>").ToString();
    }
}
