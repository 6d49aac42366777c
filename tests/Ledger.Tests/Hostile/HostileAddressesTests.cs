using System.Text.RegularExpressions;
using Lotmark.Ledger.Tests.Description;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>Addresses and headers that are wrong in every way, to every route.</summary>
public sealed partial class HostileAddressesTests(LedgerApp app, ITestOutputHelper output)
{
    private const int Share = 4; // all of them to every route would take minutes

    private static readonly string[] Headers = ["Idempotency-Key", "Accept-Language", "Prefer", "Authorization", "If-None-Match", "Range", "Accept", "Cookie", "X-Forwarded-For", "traceparent"];

    private static readonly string[] HeaderValues =
    [
        "", ",,,;;;===", "wait=99999999999999999999", "wait=-1", "Bearer", "Bearer lmk_", $"Bearer lmk_{new string('a', 5000)}", "Basic \u202E", "\"\"\"", "zh;q=1e400,*;q=-1", "bytes=0-,9999999999999999999999-", "\ud83e\udd90",
        "a\0b", "../../%00", "application/json;q=x", new string('x', 7000),
    ];

    [Fact]
    public async Task A_wrong_address_is_refused_in_form()
    {
        await using var attack = await Attack.BeginAsync(app);

        await Parallel.ForEachAsync(await DescribedRoute.AllAsync(app), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, _) =>
        {
            var (target, every) = (await attack.AimAsync(route), route.Id.Length % Share);
            foreach (var parameter in Parameter().Matches(route.Path).Select(m => m.Groups[1].Value))
                foreach (var value in Values(parameter).Where(_ => every++ % Share == 0))
                    await SendAsync(attack, target, target.PathWith(parameter, value), "", $"{parameter} = {value[..Math.Min(value.Length, 40)]}");
            foreach (var query in Queries(route).Where(_ => every++ % Share == 0)) await SendAsync(attack, target, $"{target.Path}?{query}", "", $"?{query[..Math.Min(query.Length, 60)]}");
        });

        attack.End(output);
    }

    [Fact]
    public async Task A_wrong_header_is_refused_or_passed_over()
    {
        await using var attack = await Attack.BeginAsync(app);

        await Parallel.ForEachAsync(await DescribedRoute.AllAsync(app), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, _) =>
        {
            var target = await attack.AimAsync(route);
            var every = route.Id.Length % Share;
            foreach (var name in Headers)
                foreach (var value in HeaderValues.Where(v => every++ % Share == 0 && (name == "Authorization" || !v.Contains("lmk_", StringComparison.Ordinal))))
                    if (name != "Prefer" || !value.StartsWith("wait=9", StringComparison.Ordinal) || route.Method != "GET") // it would wait, as asked
                        await SendAsync(attack, target, target.Path, $"{name}: {value}\r\n", $"{name}: {value[..Math.Min(value.Length, 40)]}");
        });

        attack.End(output);
    }

    private static Task SendAsync(Attack attack, Target target, string path, string headers, string what)
    {
        var body = target.Route.Takes.Any() ? "{}"u8.ToArray() : [];
        return attack.SendRawAsync(target, path, headers + (body.Length > 0 ? $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n" : target.Route.Method == "POST" ? "Content-Length: 0\r\n" : ""), body, what);
    }

    private static string[] Values(string parameter) => parameter switch
    {
        "gtin" => [.. Poison.Segments, .. Enumerable.Range(0, 21).Select(n => "95201230000198765432"[..n])],
        "number" or "lot" => [.. Poison.Segments, .. Enumerable.Range(0, 26).Select(n => new string('L', n))],
        _ => Poison.Segments,
    };

    private static IEnumerable<string> Queries(DescribedRoute route) =>
        from name in (route.Described["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query").Select(p => (string)p!["name"]!).Append("no-such")
        from value in Poison.Segments.Where(s => !s.Contains(' ', StringComparison.Ordinal)).Append("%EF%BF%BF").Append("1&" + name + "=2")
        select $"{name}={value}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
