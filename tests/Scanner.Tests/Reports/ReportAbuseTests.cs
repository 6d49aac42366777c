using System.Text;
using AngleSharp.Html.Dom;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Reports;

/// <summary>Forms that no shopper sent, and shoppers who send too many.</summary>
public sealed class ReportAbuseTests(ReportHost reports) : IClassFixture<ReportHost>
{
    private readonly ScannerHost host = reports.Host;

    private static readonly (string, string) Thawed = ("kind", "thawed"), InNingbo = ("city", "Ningbo");

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
}
