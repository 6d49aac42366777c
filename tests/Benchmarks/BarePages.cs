using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

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
    }

    // Every member as a row, in a page as long as the product's.
    private static string Written(JsonElement lot)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><title>lot</title><style>").Append('x', 6000).Append("</style></head><body><dl>");
        foreach (var member in lot.EnumerateObject())
            html.Append(CultureInfo.InvariantCulture, $"<div><dt>{member.Name}</dt><dd>{HtmlEncoder.Default.Encode(member.Value.ToString())}</dd></div>");
        return html.Append("</dl>").Append('y', 6000).Append("</body></html>").ToString();
    }
}
