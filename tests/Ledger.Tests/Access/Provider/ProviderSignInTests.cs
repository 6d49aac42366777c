using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Microsoft.IdentityModel.Tokens;

namespace Lotmark.Ledger.Tests.Access.Provider;

/// <summary>Against a provider that runs, and a ledger that leaves the second factor to it.</summary>
public sealed class ProviderSignInTests(LedgerWithProvider ledger) : IClassFixture<LedgerWithProvider>
{
    private const string Desk = "lotmark-desk";

    private static int _people;

    private static Person Somebody(params string[] roles) => new($"subject-{Interlocked.Increment(ref _people)}", $"person-{_people}@example.com", roles);

    [Fact]
    public async Task Whom_the_provider_calls_an_inspector_or_a_supervisor_is_one_and_comes_to_the_page_that_was_wanted()
    {
        var (inspector, supervisor) = (Somebody("others", "inspectors"), Somebody("inspectors", "chiefs"));
        using var first = ledger.NewVisitor();

        using var answer = await ledger.SignInAsync(first, inspector, "/inspect?q=shrimp");
        using var second = await ledger.SignedInAsync(supervisor);

        Assert.Equal("/inspect?q=shrimp", answer.Headers.Location?.ToString());
        var (one, other) = (await first.PageAsync("/inspect/account"), await second.PageAsync("/inspect/account"));
        Assert.Equal((inspector.Username.Split('@')[0], "Inspector · inspection"), (one.QuerySelector("h1")!.TextContent, one.QuerySelector("h1 + p")!.TextContent));
        Assert.Equal("Supervisor · inspection", other.QuerySelector("h1 + p")!.TextContent);
        Assert.Null(one.QuerySelector("main a[href='/inspect/password']"));
        await second.PageAsync("/inspect/accounts");
        Assert.Equal(("code", "S256", true), (ledger.Provider.Asked!.ResponseType, ledger.Provider.Asked.CodeChallengeMethod, ledger.Provider.Asked.Nonce?.Length > 20));
        // No token is kept anywhere: the session holds who it is and nothing that opens the provider.
        Assert.DoesNotContain(first.Cookies.GetAllCookies(), c => c.Name.Contains("Correlation", StringComparison.Ordinal) || c.Name.Contains("Nonce", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_belongs_to_issuer_and_subject_whatever_name_or_mail_they_have()
    {
        var who = Somebody("inspectors");
        using var first = await ledger.SignedInAsync(who);
        using var renamed = await ledger.SignedInAsync(who with { Username = "another-name" });
        using var namesake = await ledger.SignedInAsync(Somebody("inspectors") with { Username = who.Username });
        using var impostor = await ledger.SignedInAsync(Somebody("inspectors") with { Username = FirstAccount.Name });

        var names = new List<string>();
        foreach (var visitor in new[] { first, renamed, namesake, impostor }) names.Add((await visitor.PageAsync("/inspect/account")).QuerySelector("h1")!.TextContent);

        Assert.Equal(names[0], names[1]);
        Assert.StartsWith($"{names[0]}-", names[2], StringComparison.Ordinal);
        Assert.StartsWith($"{FirstAccount.Name}-", names[3], StringComparison.Ordinal);
        Assert.Equal(["1"], await ledger.RowsAsync($"select count(*)::text from access.account where subject = '{who.Subject}'"));
    }

    [Fact]
    public async Task Without_a_role_for_the_desk_nobody_comes_in_and_is_told_what_is_missing()
    {
        var who = Somebody("others");
        using var visitor = ledger.NewVisitor();

        using var answer = await ledger.SignInAsync(visitor, who);

        var told = LedgerWithProvider.Told(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("a role for this desk ( roles ), one of: inspectors, chiefs", told, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(await ledger.RowsAsync($"select name from access.account where subject = '{who.Subject}'"));
        Assert.DoesNotContain(visitor.Cookies.GetAllCookies(), c => c.Name.StartsWith(Desk, StringComparison.Ordinal) && c.Name is not "lotmark-desk-form");
    }

    [Fact]
    public async Task The_role_is_that_of_the_newest_sign_in_and_sessions_with_another_one_end()
    {
        var who = Somebody("inspectors");
        using var before = await ledger.SignedInAsync(who);
        using var risen = await ledger.SignedInAsync(who with { Roles = ["chiefs"] });
        Assert.Equal("Supervisor · inspection", (await risen.PageAsync("/inspect/account")).QuerySelector("h1 + p")!.TextContent);
        await IsOutAsync(before);

        using var again = await ledger.SignedInAsync(who);
        await IsOutAsync(risen);
        using var none = ledger.NewVisitor();
        using var refused = await ledger.SignInAsync(none, who with { Roles = [] });

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await IsOutAsync(again);
        var supervisor = await ledger.LocalSupervisorAsync();
        var journal = (await supervisor.PageAsync($"/inspect/journal?who={who.Username.Split('@')[0]}")).QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal((3, 1), (journal.Count(r => r.Contains("signIn", StringComparison.Ordinal) && !r.Contains("Refused", StringComparison.Ordinal)), journal.Count(r => r.Contains("signInRefused", StringComparison.Ordinal))));
        Assert.DoesNotContain(journal, r => r.Contains("code=", StringComparison.Ordinal) || r.Contains("state=", StringComparison.Ordinal));
        var own = (await supervisor.PageAsync($"/inspect/journal?who={FirstAccount.Name}")).QuerySelectorAll("tbody tr").Select(r => r.TextContent);
        Assert.Contains(own, r => r.Contains("signIn", StringComparison.Ordinal) && r.Contains("/inspect/second-factor", StringComparison.Ordinal));
    }

    // Each with the code of the check that has to see it.
    public static readonly TheoryData<string, string> Forgeries = new()
    {
        { "unsigned", "IDX10504" }, { "another key", "IDX10511" }, { "the secret", "IDX10" }, { "another nonce", "IDX21323" }, { "no nonce", "IDX213" }, { "another issuer", "IDX10205" },
        { "another client", "IDX10214" }, { "too old", "IDX10223" }, { "no subject", "IDX21314" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task An_ID_token_that_the_provider_did_not_make_for_this_very_sign_in_opens_nothing(string forgery, string check)
    {
        var who = Somebody("chiefs");
        var provider = ledger.Provider;
        using var visitor = ledger.NewVisitor();
        var before = Noted();
        provider.Forged = claims => forgery switch
        {
            "unsigned" => OpenIdProvider.WithoutSignature(With(claims, "at_hash", null)), // no hash without an algorithm: it would give the forgery away
            "another key" => provider.Sign(claims, new RsaSecurityKey(RSA.Create(2048)) { KeyId = "of-the-provider" }),
            "the secret" => OpenIdProvider.SignedWithSecret(claims),
            "another nonce" => provider.Sign(With(claims, "nonce", "bm9uc2Vuc2U")),
            "no nonce" => provider.Sign(With(claims, "nonce", null)),
            "another issuer" => provider.Sign(With(claims, "iss", "http://127.0.0.1:1/")),
            "another client" => provider.Sign(With(claims, "aud", "somebody-else")),
            "too old" => provider.Sign(With(claims, "exp", DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds())),
            _ => provider.Sign(With(claims, "sub", null)),
        };
        try
        {
            using var answer = await ledger.SignInAsync(visitor, who);

            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            Assert.Contains("can't be trusted", LedgerWithProvider.Told(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
            await IsOutAsync(visitor);
            Assert.Empty(await ledger.RowsAsync($"select name from access.account where subject = '{who.Subject}'"));
            await Eventually.TrueAsync(() => Task.FromResult(Noted() > before), "the reason is noted");
            var noted = ledger.Process.Output.Split('\n').Last(IsReason);
            Assert.True(noted.Contains(check, StringComparison.Ordinal), noted);
        }
        finally
        {
            provider.Forged = null;
        }
    }

    [Fact]
    public async Task An_untouched_token_that_was_signed_again_opens_so_that_it_is_what_was_forged_that_is_refused()
    {
        using var visitor = ledger.NewVisitor();
        ledger.Provider.Forged = claims => ledger.Provider.Sign(claims);
        try
        {
            using var answer = await ledger.SignInAsync(visitor, Somebody("inspectors"));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        }
        finally
        {
            ledger.Provider.Forged = null;
        }
    }

    [Fact]
    public async Task An_answer_serves_once_and_in_the_browser_that_asked_for_it()
    {
        using var visitor = ledger.NewVisitor();
        using var other = ledger.NewVisitor();
        var answer = await ledger.AnswerAsync(visitor, Somebody("inspectors"));

        await RefusedAsync(other, answer, HttpStatusCode.BadRequest);
        await RefusedAsync(visitor, new(answer.ToString().Replace("state=", "state=x", StringComparison.Ordinal)), HttpStatusCode.BadRequest);
        await RefusedAsync(visitor, new(answer.ToString().Split("&state=")[0].Split("?state=")[0]), HttpStatusCode.BadRequest);
        using var first = await visitor.Http.GetAsync(answer);
        Assert.Equal("/inspect", first.Headers.Location?.ToString());
        await RefusedAsync(visitor, answer, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_code_that_was_meant_for_another_browser_opens_nothing_in_this_one_nor_one_that_was_redeemed()
    {
        using var victim = ledger.NewVisitor();
        using var attacker = ledger.NewVisitor();
        var stolen = Code(await ledger.AnswerAsync(victim, Somebody("chiefs")));
        var own = await ledger.AnswerAsync(attacker, Somebody("inspectors"));

        await RefusedAsync(attacker, new(own.ToString().Replace(Code(own), stolen, StringComparison.Ordinal)), HttpStatusCode.BadGateway);
        await IsOutAsync(attacker);

        var (used, next) = (await ledger.AnswerAsync(attacker, Somebody("inspectors")), await ledger.AnswerAsync(attacker, Somebody("inspectors")));
        using var entered = await attacker.Http.GetAsync(used);
        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        await RefusedAsync(attacker, new(next.ToString().Replace(Code(next), Code(used), StringComparison.Ordinal)), HttpStatusCode.BadGateway);

        static string Code(Uri answer) => System.Web.HttpUtility.ParseQueryString(answer.Query)["code"]!;
    }

    [Fact]
    public async Task A_sign_in_by_the_provider_begins_a_session_that_who_planted_the_one_before_has_no_name_of()
    {
        using var browser = await ledger.SignedInAsync(Somebody("inspectors"));
        var desk = new Uri(ledger.Process.Http.BaseAddress!, "/inspect");
        var planted = browser.Cookies.GetCookies(desk).Single(c => c.Name == Desk);

        using var answer = await ledger.SignInAsync(browser, Somebody("chiefs"));

        Assert.NotEqual(planted.Value, browser.Cookies.GetCookies(desk).Single(c => c.Name == Desk).Value);
        await browser.PageAsync("/inspect/accounts");
        using var planter = ledger.NewVisitor();
        planter.Cookies.Add(ledger.Process.Http.BaseAddress!, new Cookie(planted.Name, planted.Value, planted.Path));
        await IsOutAsync(planter);
    }

    [Fact]
    public async Task An_ended_account_stays_out_and_no_password_ever_opens_one_of_the_provider()
    {
        var who = Somebody("inspectors");
        using var visitor = await ledger.SignedInAsync(who);
        var supervisor = await ledger.LocalSupervisorAsync();
        var name = who.Username.Split('@')[0];
        var row = (await supervisor.PageAsync("/inspect/accounts")).QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("td")!.TextContent.StartsWith($"{name}127", StringComparison.Ordinal));
        var forms = row.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).ToList();

        using var reset = await supervisor.SendAsync(forms.Single(f => f.EndsWith("/reset", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Found, reset.StatusCode); // and so shows no password
        foreach (var password in new[] { "", "password" })
            using (var local = await visitor.SendAsync("/inspect/sign-in", ("name", name), ("password", password))) Assert.Equal(HttpStatusCode.Unauthorized, local.StatusCode);
        using var after = await ledger.SignInAsync(visitor, who);
        Assert.Equal("/inspect", after.Headers.Location?.ToString());
        await visitor.PageAsync("/inspect"); // no password is asked for

        using var ended = await supervisor.SendAsync(forms.Single(f => f.EndsWith("/disable", StringComparison.Ordinal)));
        await IsOutAsync(visitor);
        using var refused = await ledger.SignInAsync(visitor, who);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("This account was ended", LedgerWithProvider.Told(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        await IsOutAsync(visitor);
    }

    [Fact]
    public async Task While_the_provider_is_away_a_page_says_so_and_passwords_still_open()
    {
        using var visitor = ledger.NewVisitor();
        var begun = await ledger.AnswerAsync(visitor, Somebody("inspectors"));
        await ledger.Provider.StopAsync();
        try
        {
            using var back = await visitor.Http.GetAsync(begun);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, back.StatusCode);
            Assert.Contains($"{LedgerWithProvider.Name} does not answer", LedgerWithProvider.Told(await back.Content.ReadAsStringAsync()), StringComparison.Ordinal);
            await using var other = await LedgerWithProvider.StartAsync(ledger.Provider, ("Organisation", "inspection")); // has never seen it
            using var start = await other.Http.GetAsync("/inspect/sign-in/provider");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (start.StatusCode, start.Content.Headers.ContentType?.MediaType));
            await ledger.LocalSupervisorAsync();
            using var local = ledger.NewVisitor();
            await local.PasswordAsync(FirstAccount.Name, DeskVisitor.Password); // and leads to the second factor
        }
        finally
        {
            await ledger.Provider.StartAsync();
        }
        using var again = await ledger.SignedInAsync(Somebody("inspectors"));
        await again.PageAsync("/inspect");
    }

    private int Noted() => ledger.Process.Output.Split('\n').Count(IsReason);

    private static bool IsReason(string line) => line.Contains("was not taken", StringComparison.Ordinal);

    private static async Task IsOutAsync(DeskVisitor visitor)
    {
        using var answer = await visitor.Http.GetAsync("/inspect/account");
        Assert.Contains("/inspect/sign-in", answer.Headers.Location?.ToString() ?? $"{answer.StatusCode}", StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(DeskVisitor visitor, Uri address, HttpStatusCode status)
    {
        using var answer = await visitor.Http.GetAsync(address);
        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static JsonObject With(JsonObject claims, string name, JsonNode? value)
    {
        claims.Remove(name);
        if (value is not null) claims[name] = value;
        return claims;
    }
}
