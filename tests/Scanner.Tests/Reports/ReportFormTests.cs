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
}
