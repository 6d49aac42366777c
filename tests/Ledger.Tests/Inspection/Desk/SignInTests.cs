using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Npgsql;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed partial class SignInTests(LedgerApp app)
{
    [Fact]
    public async Task The_first_account_of_a_fresh_ledger_waits_in_the_data_directory()
    {
        var password = (await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, FirstAccount.File))).Trim();
        using var visitor = new DeskVisitor(app);

        await visitor.PasswordAsync(FirstAccount.Name, password);

        Assert.NotNull((await visitor.PageAsync("/inspect/second-factor")).QuerySelector("svg[role=img]"));
    }

    [Fact]
    public async Task A_given_password_opens_nothing_but_the_choice_of_another_one()
    {
        var (name, password) = await DeskVisitor.NewAccountAsync(app, Role.Inspector);
        using var visitor = new DeskVisitor(app);
        await visitor.PasswordAsync(name, password);
        await visitor.FirstCodeAsync();

        using var search = await visitor.Http.GetAsync("/inspect");
        using var tooShort = await visitor.SendAsync("/inspect/password", ("before", password), ("chosen", "short"));
        using var wrong = await visitor.SendAsync("/inspect/password", ("before", "wrong wrong wrong"), ("chosen", DeskVisitor.Password));

        Assert.Equal("/inspect/password", search.Headers.Location?.ToString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (tooShort.StatusCode, wrong.StatusCode));
    }

    [Fact]
    public async Task After_five_wrong_tries_an_account_rests_even_for_who_knows_the_password()
    {
        var (name, password) = await DeskVisitor.NewAccountAsync(app, Role.Inspector);
        using var visitor = new DeskVisitor(app);
        var answers = new List<HttpStatusCode>();

        foreach (var tried in Enumerable.Repeat("wrong", Account.MostFailures).Append(password))
            using (var answer = await visitor.SendAsync("/inspect/sign-in", ("name", name), ("password", tried))) answers.Add(answer.StatusCode);

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, Account.MostFailures - 1), HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], answers);
        using var nobody = await visitor.SendAsync("/inspect/sign-in", ("name", "nobody"), ("password", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Who_knows_the_password_alone_cant_try_codes_without_end()
    {
        using var owner = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var thief = new DeskVisitor(app);
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < Account.MostFailures; i++)
        {
            await thief.PasswordAsync(owner.Name, DeskVisitor.Password);
            using var answer = await thief.SendAsync("/inspect/second-factor", ("code", "abcdef"));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, Account.MostFailures - 1), HttpStatusCode.TooManyRequests], answers);
        await owner.PageAsync("/inspect"); // who is in already stays in
    }

    [Fact]
    public async Task A_code_that_was_used_opens_no_second_session()
    {
        using var first = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var second = new DeskVisitor(app);
        await second.PasswordAsync(first.Name, DeskVisitor.Password);

        // The step of the first sign-in is used; the ones before it are too old.
        var statuses = new List<HttpStatusCode>();
        foreach (var step in new[] { -1, 0 })
            using (var answer = await second.SendAsync("/inspect/second-factor", ("code", Totp.CodeOf(first.Secret, Totp.StepOf(DateTimeOffset.UtcNow) + step)))) statuses.Add(answer.StatusCode);
        using var next = await second.SendAsync("/inspect/second-factor", ("code", Totp.CodeOf(first.Secret, Totp.StepOf(DateTimeOffset.UtcNow) + 1)));

        Assert.Contains(HttpStatusCode.Unauthorized, statuses);
        Assert.Equal(HttpStatusCode.Found, next.StatusCode);
        Assert.Equal(2, (await second.PageAsync("/inspect/account")).QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_session_ends_from_another_browser_and_with_its_account()
    {
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        using var supervisor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);
        var page = await supervisor.PageAsync("/inspect/accounts");
        var row = page.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("td")!.TextContent == inspector.Name);
        var disable = row.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.EndsWith("/disable", StringComparison.Ordinal));

        using var ended = await supervisor.SendAsync(disable);
        using var search = await inspector.Http.GetAsync("/inspect");
        using var again = await inspector.SendAsync("/inspect/sign-in", ("name", inspector.Name), ("password", DeskVisitor.Password));
        var session = (await supervisor.PageAsync("/inspect/account")).QuerySelector("input[name=session]")!.GetAttribute("value")!;
        using var own = await supervisor.SendAsync("/inspect/account/end-session", ("session", session));
        using var after = await supervisor.Http.GetAsync("/inspect");

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Unauthorized), (search.StatusCode, again.StatusCode));
        Assert.Contains("/inspect/sign-in", after.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_where_somebody_else_was_signed_in_gets_a_session_that_the_other_has_no_name_of()
    {
        using var browser = await DeskVisitor.SignedInAsync(app, Role.Inspector);
        var (first, desk) = (browser.Name, new Uri(app.Anybody.BaseAddress!, "/inspect"));
        var known = browser.Cookies.GetCookies(desk).Single(c => c.Name == "lotmark-desk");
        var (second, given) = await DeskVisitor.NewAccountAsync(app, Role.Supervisor);

        await browser.PasswordAsync(second, given);
        await browser.FirstCodeAsync();

        Assert.NotEqual(known.Value, browser.Cookies.GetCookies(desk).Single(c => c.Name == "lotmark-desk").Value);
        using var other = new DeskVisitor(app);
        other.Cookies.Add(app.Anybody.BaseAddress!, new Cookie(known.Name, known.Value, known.Path));
        using var opened = await other.Http.GetAsync("/inspect/account");
        Assert.StartsWith("/inspect/sign-in", opened.Headers.Location?.PathAndQuery ?? $"{opened.StatusCode} as {first}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_changes_nothing()
    {
        using var visitor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "forged"), KeyValuePair.Create("role", "supervisor")]);

        using var answer = await visitor.Http.PostAsync("/inspect/accounts", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("forged", (await visitor.PageAsync("/inspect/accounts")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_for_supervisors_is_closed_to_inspectors()
    {
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        foreach (var path in new[] { "/inspect/accounts", "/inspect/journal" })
            using (var answer = await inspector.Http.GetAsync(path)) Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
        using var made = await inspector.SendAsync("/inspect/accounts", ("name", "friend"), ("role", "supervisor"));
        Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
    }

    [Fact]
    public async Task Without_a_session_every_page_of_the_desk_leads_to_the_sign_in_and_a_key_of_the_API_opens_none()
    {
        var others = (await app.Anybody.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!["x-other-routes"]!.AsArray().Select(r => (string)r!);
        var closed = others.Where(r => r.Contains(" /inspect", StringComparison.Ordinal)).Except(Open).ToList();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var stranger = new HttpClient(handler) { BaseAddress = app.Anybody.BaseAddress };
        stranger.DefaultRequestHeaders.Authorization = app.Inspector.DefaultRequestHeaders.Authorization;

        Assert.NotEmpty(closed);
        foreach (var route in closed)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
            path = RouteParameter().Replace(path, parameter => Parts[parameter.Groups[1].Value]);
            using var request = new HttpRequestMessage(new(method), path) { Content = method == "POST" ? new FormUrlEncodedContent([]) : null };
            using var answer = await stranger.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.ToString().Contains("/inspect/sign-in", StringComparison.Ordinal), $"{route}: {(int)answer.StatusCode}");
        }
    }

    // What stands in paths; of a document the number, of an account the id.
    private static readonly Dictionary<string, string> Parts = new() { ["id:guid"] = Guid.Empty.ToString(), ["id"] = Guid.Empty.ToString(), ["id:int"] = "1", ["change"] = "reset", ["act"] = "off", ["direction"] = "back", ["gtin"] = "09520123451189", ["number"] = "A" };

    [GeneratedRegex(@"\{(id:\w+|\w+)(?::regex\([^}]*\))?\}")]
    private static partial Regex RouteParameter();

    /// <summary>Pages of the desk that nobody has to sign in for.</summary>
    public static readonly IReadOnlyList<string> Open =
        ["GET /inspect/sign-in", "POST /inspect/sign-in", "GET /inspect/second-factor", "POST /inspect/second-factor", "GET /inspect/language/{language}", Lotmark.Ledger.Inspection.Desk.DeskModule.Style.Insert(0, "GET "), Lotmark.Ledger.Inspection.Desk.DeskModule.Script.Insert(0, "GET ")];

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/inspect\\@evil.example")]
    [InlineData("/01/09520123451189")]
    public async Task A_sign_in_leads_to_the_desk_and_nowhere_else(string to)
    {
        using var visitor = new DeskVisitor(app);

        var page = await visitor.PageAsync($"/inspect/sign-in?to={Uri.EscapeDataString(to)}");
        using var language = await visitor.Http.GetAsync($"/inspect/language/zh?to={Uri.EscapeDataString(to)}");

        Assert.Equal("/inspect", page.QuerySelector("input[name=to]")!.GetAttribute("value"));
        Assert.Equal("/inspect", language.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whatever_an_inspector_looks_up_stands_in_the_journal_and_can_t_be_taken_out()
    {
        using var supervisor = await DeskVisitor.SignedInAsync(app, Role.Supervisor);
        await supervisor.PageAsync("/inspect?q=journal-needle");
        using var api = await app.Inspector.GetAsync("/api/lots?q=journal-pin");

        var all = (await supervisor.PageAsync("/inspect/journal")).QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();

        Assert.Contains(all, r => r.Contains($"{supervisor.Name}", StringComparison.Ordinal) && r.Contains("/inspect?q=journal-needle", StringComparison.Ordinal));
        Assert.Contains(all, r => r.Contains("inspector", StringComparison.Ordinal) && r.Contains("/api/lots?q=journal-pin", StringComparison.Ordinal));
        await using var database = NpgsqlDataSource.Create((await File.ReadAllTextAsync(Path.Combine(app.Process.DataDirectory, "connection-string"))).Trim());
        foreach (var sql in new[] { "delete from inspection.journal", "update inspection.journal set who = 'nobody'", "truncate inspection.journal" })
        {
            await using var command = database.CreateCommand(sql);
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }
    }
}
