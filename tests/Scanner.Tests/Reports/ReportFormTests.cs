using System.Text;
using AngleSharp.Html.Dom;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Reports;

public sealed class ReportFormTests(ReportHost reports) : IClassFixture<ReportHost>
{
    private readonly ScannerHost host = reports.Host;

    private static readonly (string, string) Thawed = ("kind", "thawed"), InNingbo = ("city", "Ningbo");

    [Theory]
    [InlineData("zh-CN", "报告问题", "?lang=zh")]
    [InlineData("en", "Report a problem", "?lang=en")]
    public async Task The_lot_page_leads_quietly_to_the_form(string language, string words, string query)
    {
        var page = await host.Open("/" + host.Register(Samples.Shrimp with { LotNumber = "REP/LINK" }).Path, language);

        var link = page.QuerySelector("a.quiet")!;
        Assert.Equal((words, "/report/01/09520123451189/10/REP%2FLINK" + query), (link.TextContent, link.GetAttribute("href")));
        Assert.Equal(words, (await host.Open(link.GetAttribute("href")!, language)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_kind_and_a_place_are_enough()
    {
        var shopper = new Shopper(host, "REP-SHORT");

        var sent = await shopper.ReportAsync(Thawed, InNingbo);

        Assert.Equal((303, $"/report/{ReportBox.Number}"), (sent.Status, sent.Headers.Location!.ToString()));
        var report = host.Reports.About(shopper.Lot)!;
        Assert.Equal((ProblemKind.Thawed, "Ningbo", null, null, null, null), (report.Kind, report.City, report.District, report.Text, report.Contact, report.Photo));
        Assert.False(sent.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task All_that_was_filled_in_arrives_as_it_was_meant()
    {
        var shopper = new Shopper(host, "REP-FULL") { Language = "zh-CN" };

        await shopper.ReportAsync(("kind", "other"), ("city", ""), ("district", " 宁波 鄞州区 "), ("text", "第一行\r\ncafe\u0301 & <b>\"'"), ("contact", "someone@example.com"));

        var report = host.Reports.About(shopper.Lot)!;
        Assert.Equal((ProblemKind.Other, null, "宁波 鄞州区", "第一行\ncafé & <b>\"'", "someone@example.com", "zh-CN"),
            (report.Kind, report.City, report.District, report.Text, report.Contact, report.Language));
    }

    [Fact]
    public async Task What_is_missing_is_named_at_its_field_and_what_was_written_stays()
    {
        var sent = await new Shopper(host, "REP-MISSING").ReportAsync(("text", "It smells.\n<script>alert(1)</script>"), ("contact", "\"><img src=x>"));

        Assert.Equal((400, "Choose what is wrong.", "Choose a city, or write the city and district."), (sent.Status, sent.FaultOf("kind"), sent.FaultOf("place")));
        Assert.Equal(["#kind", "#place"], sent.Page.QuerySelectorAll("[role=alert] a").Select(a => a.GetAttribute("href")));
        Assert.StartsWith("Error: ", sent.Page.Title, StringComparison.Ordinal);
        Assert.Equal("It smells.\n<script>alert(1)</script>", ((IHtmlTextAreaElement)sent.Page.QuerySelector("textarea")!).Value);
        Assert.Equal("\"><img src=x>", sent.Page.QuerySelector("#contact")!.GetAttribute("value"));
        Assert.Empty(sent.Page.QuerySelectorAll("script, img"));
    }

    [Theory]
    [InlineData("text", "a\0b")]
    [InlineData("text", "\u202Egnp.exe")]
    [InlineData("contact", "a\r\nX-Injected: 1")]
    [InlineData("district", "Ningbo\u2066")]
    public async Task Characters_that_can_t_be_kept_are_told_and_taken_out(string field, string value)
    {
        var shopper = new Shopper(host, "REP-MARKS");

        var sent = await shopper.ReportAsync(Thawed, InNingbo, (field, value));

        Assert.Equal((400, "Some characters can’t be kept and were taken out. Look it over and send it again."), (sent.Status, sent.FaultOf(field == "district" ? "place" : field)));
        Assert.Null(host.Reports.About(shopper.Lot));
    }

    [Theory]
    [InlineData("text", 2001)]
    [InlineData("contact", 201)]
    [InlineData("district", 41)]
    public async Task What_is_too_long_is_told_and_kept(string field, int characters)
    {
        var sent = await new Shopper(host, "REP-LONG").ReportAsync(Thawed, InNingbo, (field, new string('x', characters)));

        Assert.Equal((400, $"This is too long: at most {characters - 1} characters."), (sent.Status, sent.FaultOf(field == "district" ? "place" : field)));
        Assert.Contains(new string('x', characters), sent.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Example Road 17")]
    [InlineData("138-0000-0000")]
    [InlineData("Ningbo <b>")]
    [InlineData("a@b")]
    [InlineData("🦐")]
    public async Task A_place_that_could_be_somebody_s_home_is_refused(string district)
    {
        var sent = await new Shopper(host, "REP-HOME").ReportAsync(Thawed, ("district", district));

        Assert.Equal((400, "A place is written in letters, without digits or symbols."), (sent.Status, sent.FaultOf("place")));
    }

    [Fact]
    public async Task A_city_that_was_not_offered_is_none()
    {
        var sent = await new Shopper(host, "REP-CITY").ReportAsync(Thawed, ("city", "Atlantis"));

        Assert.Equal((400, "Choose a city, or write the city and district."), (sent.Status, sent.FaultOf("place")));
    }

    [Fact]
    public async Task Where_a_lot_is_not_on_sale_the_place_is_written()
    {
        var page = await new Shopper(host, "NOWHERE").OpenAsync();

        Assert.Empty(page.QuerySelectorAll("input[name=city]"));
        Assert.Equal("City and district", page.QuerySelector("label[for=place]")!.TextContent);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("", "")]
    public async Task A_form_of_another_site_is_refused(string header, string value)
    {
        var shopper = new Shopper(host, "REP-CROSS") { From = (header, value) };

        var sent = await shopper.ReportAsync(Thawed, InNingbo);

        Assert.Equal(403, sent.Status);
        Assert.Contains("did not come from this page", sent.Alert, StringComparison.Ordinal);
        Assert.Null(host.Reports.About(shopper.Lot));
    }

    [Fact]
    public async Task Browsers_that_only_say_the_origin_are_taken()
    {
        var behindProxy = new Shopper(host, "REP-ORIGIN-1") { From = ("Origin", ScannerHost.PublicUrl) };
        var direct = new Shopper(host, "REP-ORIGIN-2") { From = ("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)) };

        Assert.Equal((303, 303), ((await behindProxy.ReportAsync(Thawed, InNingbo)).Status, (await direct.ReportAsync(Thawed, InNingbo)).Status));
    }

    [Fact]
    public async Task The_page_may_send_its_form_to_this_site_only_and_is_kept_nowhere()
    {
        using var form = await host.Get(new Shopper(host, "REP-POLICY").Path);
        using var progress = await host.Get($"/report/{ReportBox.Number}");

        foreach (var answer in new[] { form, progress })
        {
            Assert.Contains("form-action 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Scripts_that_are_too_quick_fall_into_the_trap_or_made_up_the_form_write_nothing()
    {
        var shopper = new Shopper(host, "REP-BOT");
        var stamp = (await host.Open(shopper.Path, "en")).QuerySelector("input[name=stamp]")!.GetAttribute("value")!;

        var quick = await shopper.SendAsync(stamp, null, Thawed, InNingbo);
        var trapped = await shopper.ReportAsync(Thawed, InNingbo, ("website", "https://spam.example"));
        var forged = await shopper.SendAsync("bm8gc3RhbXA", null, Thawed, InNingbo);
        var ofAnother = await shopper.SendAsync(await new Shopper(host, "REP-BOT-2").StampAsync(), null, Thawed, InNingbo);

        Assert.Equal([400, 400, 400, 400], new[] { quick, trapped, forged, ofAnother }.Select(s => s.Status));
        Assert.Contains("quicker than anybody", quick.Alert, StringComparison.Ordinal);
        Assert.Contains("must stay empty", trapped.Alert, StringComparison.Ordinal);
        Assert.Contains("open for too long", forged.Alert, StringComparison.Ordinal);
        Assert.Contains("open for too long", ofAnother.Alert, StringComparison.Ordinal);
        Assert.Null(host.Reports.About(shopper.Lot));

        host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(303, (await shopper.SendAsync(quick.Page.QuerySelector("input[name=stamp]")!.GetAttribute("value")!, null, Thawed, InNingbo)).Status);
    }

    [Fact]
    public async Task Who_reports_too_often_is_told_when_to_come_back_and_keeps_what_was_written()
    {
        var strict = new ScannerHost(ReportSettings.Usual with { PerAddress = 1 });
        await strict.InitializeAsync();
        try
        {
            Assert.Equal(303, (await new Shopper(strict, "REP-OFTEN").ReportAsync(Thawed, InNingbo)).Status);

            var again = await new Shopper(strict, "REP-OFTEN-2").ReportAsync(Thawed, InNingbo, ("text", "kept"));

            Assert.Equal((429, TimeSpan.FromSeconds(3590)), (again.Status, again.Headers.RetryAfter!.Delta));
            Assert.Contains("send it again in 60 minutes", again.Alert, StringComparison.Ordinal);
            Assert.Equal("kept", ((IHtmlTextAreaElement)again.Page.QuerySelector("textarea")!).Value);
        }
        finally
        {
            await strict.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lot_that_many_report_about_keeps_what_was_written_for_later()
    {
        await using var busy = new ScannerHost();
        await busy.InitializeAsync();
        busy.Reports.Wait = TimeSpan.FromMinutes(12);

        var sent = await new Shopper(busy, "REP-BUSY").ReportAsync(Thawed, InNingbo, ("text", "kept"));

        Assert.Equal((429, TimeSpan.FromMinutes(12)), (sent.Status, sent.Headers.RetryAfter!.Delta));
        Assert.Equal("kept", ((IHtmlTextAreaElement)sent.Page.QuerySelector("textarea")!).Value);
    }

    [Fact]
    public async Task While_nobody_can_take_it_the_form_keeps_what_was_written_and_goes_through_later()
    {
        await using var lost = new ScannerHost();
        await lost.InitializeAsync();
        var shopper = new Shopper(lost, "REP-AWAY");
        var stamp = await shopper.StampAsync();
        lost.Reports.IsAway = true;

        var sent = await shopper.SendAsync(stamp, null, Thawed, ("city", "Ningbo"), ("text", "kept"));

        Assert.Equal((503, TimeSpan.FromSeconds(5)), (sent.Status, sent.Headers.RetryAfter!.Delta));
        Assert.Contains("What you wrote is still here", sent.Alert, StringComparison.Ordinal);
        Assert.Equal("kept", ((IHtmlTextAreaElement)sent.Page.QuerySelector("textarea")!).Value);
        Assert.NotNull(sent.Page.QuerySelector("input[name=city][value=Ningbo][checked]"));
        foreach (var path in new[] { shopper.Path, $"/report/{ReportBox.Number}" })
            Assert.Equal("We can’t open this right now", (await lost.Open(path, "en")).QuerySelector("h1")!.TextContent);

        lost.Reports.IsAway = false;
        Assert.Equal(303, (await shopper.SendAsync(sent.Page.QuerySelector("input[name=stamp]")!.GetAttribute("value")!, null, Thawed, ("city", "Ningbo"), ("text", "kept"))).Status);
        Assert.Equal("kept", lost.Reports.About(shopper.Lot)!.Text);
    }

    [Fact]
    public async Task Who_has_the_number_erases_what_was_written_and_no_other_site_does()
    {
        await using var host = new ScannerHost();
        await host.InitializeAsync();
        var form = (IHtmlFormElement)(await host.Open($"/report/{ReportBox.Number}", "en")).QuerySelector("details form")!;
        var address = form.GetAttribute("action")!;

        Assert.Equal(403, await PostAsync("cross-site", address));
        Assert.Equal(404, await PostAsync("same-origin", "/report/R-0000-0000-0000/erase"));
        Assert.Null(host.Reports.Progress.ErasedAt);
        Assert.Equal(303, await PostAsync("same-origin", address));

        var page = await host.Open($"/report/{ReportBox.Number}", "en");
        Assert.Contains("were erased on", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));

        async Task<int> PostAsync(string site, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.AsSpelled(path)) { Headers = { { "Sec-Fetch-Site", site } } };
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_form_that_stood_open_for_a_day_is_sent_once_more_with_one_tap()
    {
        var shopper = new Shopper(host, "REP-OLD");
        var stamp = await shopper.StampAsync();
        host.Clock.Advance(TimeSpan.FromHours(7));

        var late = await shopper.SendAsync(stamp, null, Thawed, InNingbo, ("text", "kept"));

        Assert.Equal(400, late.Status);
        Assert.Equal("kept", ((IHtmlTextAreaElement)late.Page.QuerySelector("textarea")!).Value);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(303, (await shopper.SendAsync(late.Page.QuerySelector("input[name=stamp]")!.GetAttribute("value")!, null, Thawed, InNingbo, ("text", "kept"))).Status);
    }

    [Theory]
    [InlineData("application/json", "{}", 415)]
    [InlineData("application/x-www-form-urlencoded", "kind=thawed&city=Ningbo", 415)]
    [InlineData("text/plain", "", 415)]
    [InlineData("multipart/form-data", "x", 415)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nthaw", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b--", 400)]
    [InlineData("multipart/form-data; boundary=b", "", 400)]
    public async Task What_is_no_form_is_refused_with_the_form(string type, string body, int status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var sent = await new Shopper(host, "REP-NOFORM").PostAsync(content);

        Assert.Equal(status, sent.Status);
        Assert.NotNull(sent.Page.QuerySelector("form [name=kind]"));
    }

    [Fact]
    public async Task Text_that_is_no_UTF_8_and_fields_without_end_are_refused()
    {
        var shopper = new Shopper(host, "REP-BYTES");
        using var broken = new MultipartFormDataContent { { new ByteArrayContent([0xC0, 0xAF, 0xFF]), "text" }, { new StringContent("thawed"), "kind" } };
        using var endless = new MultipartFormDataContent { { new StringContent(new string('x', 40_000)), "text" } };
        using var many = new MultipartFormDataContent();
        for (var i = 0; i < 40; i++) many.Add(new StringContent("x"), $"f{i}");

        Assert.Equal((400, 413, 400), ((await shopper.PostAsync(broken)).Status, (await shopper.PostAsync(endless)).Status, (await shopper.PostAsync(many)).Status));
    }

    [Theory]
    [InlineData("/report/01/09520123451189/10/UNKNOWN", 404)]
    [InlineData("/report/01/09520123451188/10/A", 400)]
    [InlineData("/report/01/09520123451189/10/A%20B", 400)]
    [InlineData("/report/01/09520123451189/10/%0D%0AX:1", 400)]
    [InlineData("/report/R-0000-0000-0000", 404)]
    [InlineData("/report/%E2%80%AE", 404)]
    public async Task Addresses_that_lead_nowhere_are_honest_pages(string path, int status)
    {
        using var answer = await host.Get(path, ("Accept", "text/html"));

        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task The_language_that_was_chosen_stays_chosen()
    {
        var shopper = new Shopper(host, "REP-LANG") { Language = "en" };
        var page = await host.Open(shopper.Path + "?lang=zh", "en");

        Assert.Equal(shopper.Path + "?lang=zh", page.QuerySelector("form")!.GetAttribute("action"));
        Assert.Equal("报告问题", page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("zh-CN", "已答复", "商家已下架。")]
    [InlineData("en", "Answered", "商家已下架。")]
    public async Task An_answer_in_one_language_is_shown_to_all_and_marked_with_its_own(string language, string state, string answer)
    {
        host.Reports.Progress = host.Reports.Progress with { State = ReportState.Answered, ChangedAt = Samples.Recorded.RecordedAt.AddDays(1), Answer = new("商家已下架。", null) };

        var page = await host.Open($"/report/{ReportBox.Number}", language);

        Assert.Equal(state, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(ReportBox.Number, page.Body!.TextContent, StringComparison.Ordinal);
        var said = page.QuerySelectorAll("section p").First(p => p.TextContent == answer);
        Assert.Equal(language == "en" ? "zh-CN" : null, said.GetAttribute("lang"));
    }
}
