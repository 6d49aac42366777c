using System.Buffers;
using System.Text;
using System.Text.Json;
using Lotmark.Ledger.Identifiers;
using Lotmark.Scanner.DigitalLinks;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Serials;

/// <summary>The file of a batch: serial number and address, a line each, in the order of the canonical text. Read in pieces: a slow reader holds no connection.</summary>
public sealed class SerialFile(SerialStore store, PublicAddress address)
{
    /// <summary>Comma-separated values (RFC 4180).</summary>
    public const string Csv = "text/csv";

    /// <summary>A JSON object a line.</summary>
    public const string Ndjson = "application/x-ndjson";

    private const int Piece = 4096;

    /// <summary>The answer that carries it. Serial numbers are secrets until they stand on a pack: nobody between keeps them.</summary>
    public IResult Of(LotKey lot, StoredBatch batch, HttpContext context, CancellationToken cancel)
    {
        var json = WantsJson(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return TypedResults.Stream(
            body => WriteAsync(lot, batch, json, body, cancel), json ? Ndjson : $"{Csv}; charset=utf-8; header=present", $"serials-{batch.Sha256[..12]}.{(json ? "ndjson" : "csv")}");
    }

    private async Task WriteAsync(LotKey lot, StoredBatch batch, bool json, Stream body, CancellationToken cancel)
    {
        var lines = new ArrayBufferWriter<byte>(1 << 20);
        if (!json) lines.Write("serial,address\r\n"u8);
        var prefix = address.Of($"/{lot.Path}/21/");
        for (var (after, left) = ("", batch.Count); left > 0;)
        {
            var piece = await store.AfterAsync(batch, after, Piece, cancel);
            // Cut off rather than ended: the reader must not take it for whole.
            if (piece.Count == 0) throw new InvalidOperationException($"Batch {batch.Id} lacks {left} of its serial numbers.");
            foreach (var serial in piece)
            {
                var link = prefix + DigitalLink.Encode(serial);
                lines.Write(json ? JsonSerializer.SerializeToUtf8Bytes(new Line(serial, link), JsonSerializerOptions.Web) : Encoding.ASCII.GetBytes($"{Cell(serial)},{Cell(link)}"));
                lines.Write(json ? "\n"u8 : "\r\n"u8);
            }
            await body.WriteAsync(lines.WrittenMemory, cancel);
            lines.ResetWrittenCount();
            (after, left) = (piece[^1], left - piece.Count);
        }
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static bool WantsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges)
        && Quality(ranges, Ndjson) is { } json && json >= (Quality(ranges, Csv) ?? 0);

    private static double? Quality(IEnumerable<MediaTypeHeaderValue> ranges, string type) =>
        ranges.FirstOrDefault(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) is { } found ? found.Quality ?? 1 : null;

    private sealed record Line(string Serial, string Address);
}
