using System.IO.Compression;
using System.Text;
using Lotmark.Ledger.Tests.Description;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>Bodies that end too early, are packed or come in pieces that do not fit, to every route that takes one.</summary>
public sealed class HostileConnectionsTests(LedgerApp app, ITestOutputHelper output)
{
    [Fact]
    public async Task A_body_that_does_not_arrive_as_announced_leaves_no_trace()
    {
        await using var attack = await Attack.BeginAsync(app);
        var bomb = await BombAsync();

        await Parallel.ForEachAsync((await DescribedRoute.AllAsync(app)).Where(r => r.Takes.Any()), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, _) =>
        {
            var target = await attack.AimAsync(route);
            foreach (var type in route.Takes)
            {
                var example = Encoding.UTF8.GetBytes(route.Examples.FirstOrDefault(e => e.Type == type).Body ?? target.Lot.ToJsonString());
                var typed = type.StartsWith("multipart", StringComparison.Ordinal) ? $"Content-Type: {type}; boundary=b\r\n" : $"Content-Type: {type}\r\n";
                Task SendAsync(string headers, byte[] body, string what, bool ends = false) => attack.SendRawAsync(target, target.Path, typed + headers, body, $"{type} {what}", ends);

                await SendAsync($"Content-Length: {example.Length + 10}\r\n", example, "shorter than announced", ends: true);
                await SendAsync($"Content-Length: {example.Length}\r\n", example[..(example.Length / 2)], "cut off in the middle", ends: true);
                await SendAsync("Content-Length: 99999999999999999999\r\n", example, "of unheard-of length");
                await SendAsync("Content-Length: -1\r\n", example, "of negative length");
                await SendAsync("Content-Length: 1\r\nContent-Length: 2\r\n", example, "of two lengths");
                await SendAsync("Transfer-Encoding: chunked\r\n", "ZZ\r\nrubbish"u8.ToArray(), "in chunks of rubbish");
                await SendAsync("Transfer-Encoding: chunked\r\n", [.. "FFFFFFFFFFFFFFFFF\r\n"u8, .. example], "in a chunk of unheard-of size");
                await SendAsync("Transfer-Encoding: chunked\r\n", [.. Encoding.ASCII.GetBytes($"{example.Length:X}\r\n"), .. example], "in chunks without an end", ends: true);
                await SendAsync("Transfer-Encoding: gzip, chunked\r\n", example, "in two codings");
                await SendAsync($"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n", bomb, "packed a thousandfold");
                await SendAsync($"Content-Encoding: br, gzip\r\nContent-Length: {bomb.Length}\r\n", bomb, "packed twice");
            }
        });

        attack.End(output);
    }

    [Fact]
    public async Task A_form_of_wrong_parts_is_refused_in_form()
    {
        await using var attack = await Attack.BeginAsync(app);

        foreach (var route in (await DescribedRoute.AllAsync(app)).Where(r => r.Takes.Any(t => t.StartsWith("multipart", StringComparison.Ordinal))))
        {
            var target = await attack.AimAsync(route);
            foreach (var (what, form) in Forms()) await attack.SendAsync(target, Encoding.UTF8.GetBytes(form), "multipart/form-data; boundary=b", what);
            foreach (var type in new[] { "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"", $"multipart/form-data; boundary={new string('b', 500)}", "multipart/mixed; boundary=b" })
                await attack.SendAsync(target, Encoding.UTF8.GetBytes(Forms().Last().Form), type, type[..Math.Min(type.Length, 60)]);
            foreach (var (what, body) in Poison.Bodies)
                await attack.SendAsync(target, [.. "--b\r\nContent-Disposition: form-data; name=\"document\"\r\nContent-Type: application/json\r\n\r\n"u8, .. body, .. "\r\n--b\r\n"u8, .. Encoding.UTF8.GetBytes(File), .. "--b--\r\n"u8],
                    "multipart/form-data; boundary=b", $"document: {what}");
            foreach (var (what, body) in Poison.Of("""{"type":"ciqCertificate","number":"CIQ-2026-0001","issuer":{"zh":"a","en":"b"},"issuedOn":"2026-11-01","validTo":"2027-11-01","result":"pass","public":true,"replaces":1}"""))
                await attack.SendAsync(target, [.. "--b\r\nContent-Disposition: form-data; name=\"document\"\r\nContent-Type: application/json\r\n\r\n"u8, .. body, .. "\r\n--b\r\n"u8, .. Encoding.UTF8.GetBytes(File), .. "--b--\r\n"u8],
                    "multipart/form-data; boundary=b", $"document: {what}");
        }

        attack.End(output);
    }

    private const string File = "Content-Disposition: form-data; name=\"file\"; filename=\"f.pdf\"\r\n\r\n%PDF-1.7\n%%EOF\r\n";
    private const string Document = "Content-Disposition: form-data; name=\"document\"\r\nContent-Type: application/json\r\n\r\n{}\r\n";

    private static IEnumerable<(string What, string Form)> Forms() =>
    [
        ("nothing", ""), ("no part", "--b--\r\n"), ("no end", $"--b\r\n{Document}"), ("only a document", $"--b\r\n{Document}--b--\r\n"), ("only a file", $"--b\r\n{File}--b--\r\n"),
        ("the file first", $"--b\r\n{File}--b\r\n{Document}--b--\r\n"), ("two files", $"--b\r\n{File}--b\r\n{File}--b--\r\n"), ("two documents", $"--b\r\n{Document}--b\r\n{Document}--b\r\n{File}--b--\r\n"),
        ("a part of no name", "--b\r\n\r\nx\r\n--b--\r\n"), ("a part without a head", "--b\r\nx--b--\r\n"), ("a head of 100,000 characters", $"--b\r\nX: {new string('x', 100_000)}\r\n\r\nx\r\n--b--\r\n"),
        ("a thousand heads", $"--b\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"X{i}: 1\r\n"))}\r\nx\r\n--b--\r\n"), ("a thousand parts", string.Concat(Enumerable.Repeat($"--b\r\n{Document}", 1000)) + "--b--\r\n"),
        ("a form in a form", $"--b\r\nContent-Disposition: form-data; name=\"document\"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n{Document}--c--\r\n--b\r\n{File}--b--\r\n"),
        ("a name with NUL", $"--b\r\n{Document}--b\r\n{File.Replace("f.pdf", "f\0.pdf", StringComparison.Ordinal)}--b--\r\n"), ("a name of a path", $"--b\r\n{Document}--b\r\n{File.Replace("f.pdf", "../../f\u202Efdp.exe", StringComparison.Ordinal)}--b--\r\n"),
        ("a broken disposition", $"--b\r\n{Document.Replace("form-data; name=", ";;=\"", StringComparison.Ordinal)}--b--\r\n"), ("both", $"--b\r\n{Document}--b\r\n{File}--b--\r\n"),
    ];

    private static async Task<byte[]> BombAsync()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) await gzip.WriteAsync(new byte[20_000_000]);
        return packed.ToArray();
    }
}
