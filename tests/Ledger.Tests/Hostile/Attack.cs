using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Access;
using Lotmark.Ledger.Tests.Description;
using Npgsql;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>Sends what nobody should send, and notes every answer that breaks a promise: a failure of the server, an error without its form, a word too much, a trace in the database.</summary>
internal sealed class Attack : IAsyncDisposable
{
    private static readonly string[] Inside = ["   at ", "Exception", "Npgsql", "Lotmark.Ledger.", "lmk_"];

    private const int Shown = 300;

    private readonly LedgerApp _app;
    private readonly NpgsqlDataSource _database;
    private readonly int _logged;
    private readonly long _before;
    private readonly ConcurrentDictionary<int, int> _outcomes = new();
    private readonly ConcurrentBag<string> _broken = [];

    private Attack(LedgerApp app, NpgsqlDataSource database, long before) => (_app, _database, _before, _logged) = (app, database, before, app.Process.Output.Length);

    public static async Task<Attack> BeginAsync(LedgerApp app)
    {
        var database = NpgsqlDataSource.Create(await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, "connection-string")));
        await using var newest = database.CreateCommand("select coalesce(max(seq_id), 0) from lotmark.mt_events");
        return new(app, database, (long)(await newest.ExecuteScalarAsync())!);
    }

    /// <summary>A victim of one's own for every route: an importer with a lot. Who may not do it is let in by the role that may.</summary>
    public async Task<Target> AimAsync(DescribedRoute route)
    {
        var owner = await _app.AdmitAsync("importer");
        var lot = _app.NewRegistration($"H-{Guid.NewGuid():N}"[..20]);
        lot["importer"]!["uscc"] = owner.Uscc;
        using var registered = await owner.Http.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        var client = route.Operation is not { } operation ? _app.Anybody
            : Permissions.Of(Role.Importer, operation) != Reach.None ? owner.Http
            : Permissions.Of(Role.Inspector, operation) != Reach.None ? _app.Inspector : _app.Admin;
        var target = new Target(route, owner, lot, client);
        target.Known = await WrittenAsync(target);
        return target;
    }

    public async Task SendAsync(Target target, byte[] body, string type, string what)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(new(target.Route.Method), target.Path) { Content = content };
        try
        {
            using var answer = await target.Client.SendAsync(request);
            await JudgeAsync(target, new((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()), what);
        }
        catch (HttpRequestException e)
        {
            _broken.Add($"{target.Route}, {what}: {e.Message} {e.InnerException?.Message}");
        }
    }

    public async Task SendRawAsync(Target target, string path, string headers, byte[] body, string what, bool ends = false)
    {
        var key = target.Client.DefaultRequestHeaders.Authorization is { } authorization && !headers.Contains("Authorization:", StringComparison.Ordinal) ? $"Authorization: {authorization}\r\n" : "";
        var head = $"{target.Route.Method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{key}{headers}\r\n";
        var answer = await RawAnswer.ToAsync(_app.Anybody.BaseAddress!, [.. Encoding.UTF8.GetBytes(head), .. body], ends);
        if (answer.Status == 0 && !ends) _broken.Add($"{target.Route}, {what}: hung up");
        await JudgeAsync(target, answer, what);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    /// <summary>Tells how many there were, and fails with every broken promise.</summary>
    public void End(ITestOutputHelper output)
    {
        output.WriteLine($"{_outcomes.Values.Sum()} requests: {string.Join(", ", _outcomes.OrderBy(o => o.Key).Select(o => $"{o.Key} × {o.Value}"))}");
        var log = _app.Process.Output[_logged..].Split('\n').Where(l => l.Contains("fail:", StringComparison.Ordinal) || l.Contains("crit:", StringComparison.Ordinal)
            || l.Contains("Unhandled", StringComparison.OrdinalIgnoreCase) || l.Contains("lmk_", StringComparison.Ordinal));
        var found = _broken.Order(StringComparer.Ordinal).Concat(log).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found.Take(Shown)));
    }

    private async Task JudgeAsync(Target target, RawAnswer answer, string what)
    {
        var (status, type, body) = answer;
        _outcomes.AddOrUpdate(status, 1, (_, n) => n + 1);
        var wrong = new List<string>();
        if (status >= 500) wrong.Add("a failure of the server");
        // What Kestrel can't read as a request at all it refuses without a body; shoppers get a page.
        if (status is >= 400 and < 500 && type != "application/problem+json" && !(type is null && body.Length == 0) && !(type == "text/html" && target.Route.Path.StartsWith("/01/", StringComparison.Ordinal))) wrong.Add($"an error as {type}");
        if (status >= 400) wrong.AddRange(Inside.Where(i => body.Contains(i, StringComparison.Ordinal)).Select(i => $"says '{i}'"));
        var written = await WrittenAsync(target);
        if (status is 0 or >= 400 && written != target.Known) wrong.Add($"{written - target.Known} events written");
        target.Known = written;
        if (wrong.Count > 0) _broken.Add($"{target.Route}, {what}: {status}, {string.Join(", ", wrong)}: {body[..Math.Min(body.Length, 300)]}");
    }

    private async Task<long> WrittenAsync(Target target)
    {
        await using var count = _database.CreateCommand(
            "select count(*) from lotmark.mt_events where seq_id > $1 and (stream_id = $2 or data -> 'by' ->> 'organisation' = $3)");
        count.Parameters.AddWithValue(_before);
        count.Parameters.AddWithValue(target.Lot.Path);
        count.Parameters.AddWithValue(target.Owner.Id);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}

/// <summary>A route and whom it is turned against.</summary>
internal sealed record Target(DescribedRoute Route, Member Owner, JsonObject Lot, HttpClient Client)
{
    /// <summary>Events written so far, of the lot or by the organisation.</summary>
    public long Known { get; set; }

    /// <summary>The address of the lot, the organisation or whatever else.</summary>
    public string Path => PathWith("", "");

    /// <summary>The same with something else in the place of one parameter.</summary>
    public string PathWith(string parameter, string value) => string.Join('/', Route.Path.Split('/').Select(segment =>
        segment == $"{{{parameter}}}" ? value : segment switch
        {
            "{gtin}" => Lot.Gtin,
            "{number}" or "{lot}" => Lot.Number,
            "{id}" when Route.Path.StartsWith("/api/organisations", StringComparison.Ordinal) => Owner.Id,
            "{id}" => "2",
            _ => segment.Replace("{gtin}", Lot.Gtin, StringComparison.Ordinal).Replace("{lot}", Lot.Number, StringComparison.Ordinal)
                .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
        }));
}
