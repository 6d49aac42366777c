using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Tests.Inspection.Desk;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

public sealed class WebhooksDeskTests(LedgerApp app)
{
    [Fact]
    public async Task At_the_desk_an_endpoint_is_registered_tested_seen_to_fail_and_sent_to_again()
    {
        await using var receiver = await Receiver.StartAsync();
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        using var made = await inspector.SendAsync("/inspect/webhooks", ("url", receiver.Address("/desk")), ("description", "Control room"), ("types", "sighting.copied"), ("types", "recall.acknowledged"));

        var secret = new HtmlParser().ParseDocument(await made.Content.ReadAsStringAsync()).QuerySelector("[role=status] code")!.TextContent;
        var section = await SectionAsync(inspector, receiver);
        var path = section.QuerySelector("a.button")!.GetAttribute("href")!;
        Assert.DoesNotContain("whsec_", (await inspector.PageAsync("/inspect/webhooks")).Body!.TextContent, StringComparison.Ordinal);

        receiver.AnswerWith(500, "<i>full</i>");
        using var tested = await inspector.SendAsync($"{path}/test");
        Assert.Equal(path, tested.Headers.Location!.ToString());
        await Eventually.TrueAsync(async () => (await SectionAsync(inspector, receiver)).TextContent.Contains("Some messages did not arrive", StringComparison.Ordinal), "the failure is shown");
        section = await SectionAsync(inspector, receiver);
        Assert.Contains("Answered with 500", section.TextContent, StringComparison.Ordinal);
        Assert.Contains("<i>full</i>", section.TextContent, StringComparison.Ordinal);
        Assert.Null(section.QuerySelector("i"));

        receiver.AnswerWith(200);
        using var replayed = await inspector.SendAsync($"{path}/replay", ("delivery", section.QuerySelector("input[name=delivery]")!.GetAttribute("value")!));
        await Eventually.TrueAsync(async () => (await inspector.PageAsync($"{path}?state=delivered")).QuerySelectorAll("ol.seen li").Length == 1, "it arrives");
        Assert.Equal(1, receiver.All[^1].SignedWith(secret));

        using var off = await inspector.SendAsync($"{path}/off");
        Assert.Contains("Switched off", (await SectionAsync(inspector, receiver)).TextContent, StringComparison.Ordinal);
        using var test = await inspector.SendAsync($"{path}/test");
        Assert.Equal(HttpStatusCode.Conflict, test.StatusCode);
        using var on = await inspector.SendAsync($"{path}/on");
        using var rotated = await inspector.SendAsync($"{path}/secret");
        Assert.Contains("whsec_", await rotated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var deleted = await inspector.SendAsync($"{path}/delete");
        await inspector.PageAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_with_the_form_stands_beside_its_field()
    {
        using var inspector = await DeskVisitor.SignedInAsync(app, Role.Inspector);

        using var answer = await inspector.SendAsync("/inspect/webhooks", ("url", "erp"), ("types", "lot.held"));
        using var forOthers = await inspector.SendAsync("/inspect/webhooks", ("url", "https://erp.example/"), ("types", "recall.notice"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (answer.StatusCode, forOthers.StatusCode));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("https address", page.QuerySelector("#fault-url")!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("input[value='lot.held']")!.HasAttribute("checked"));
        await inspector.PageAsync($"/inspect/webhooks/{Guid.Empty}", HttpStatusCode.NotFound);
    }

    private static async Task<IElement> SectionAsync(DeskVisitor visitor, Receiver receiver) =>
        (await visitor.PageAsync("/inspect/webhooks")).QuerySelectorAll("section").Single(s => s.QuerySelector("h2")!.TextContent == receiver.Address("/desk"));
}
