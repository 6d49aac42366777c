using System.Net;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Pages;

public sealed class PageMemoryTests : IAsyncLifetime
{
    private readonly ScannerHost _host = new();

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_page_is_made_once_for_each_language_until_its_lot_changes()
    {
        var link = _host.Register(Samples.Shrimp);

        for (var i = 0; i < 3; i++)
        {
            await _host.Open("/" + link.Path);
            await _host.Open("/" + link.Path + "?lang=en");
        }

        Assert.Equal(2, _host.Asked);
        _host.Register(Samples.Shrimp with { Status = LotStatus.Recalled });
        Assert.Contains("召回", (await _host.Open("/" + link.Path)).QuerySelector(".standing")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, _host.Asked);
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_page()
    {
        var link = _host.Register(Samples.Shrimp);
        using var gate = _host.HoldAnswers();

        var readers = Enumerable.Range(0, 20).Select(_ => _host.Open("/" + link.Path)).ToList();
        gate.Dispose();
        await Task.WhenAll(readers);

        Assert.Equal(1, _host.Asked);
    }

    [Fact]
    public async Task A_change_while_the_page_is_made_is_not_lost()
    {
        var link = _host.Register(Samples.Shrimp);
        using var gate = _host.HoldAnswers();
        var early = _host.Open("/" + link.Path);
        await _host.UntilAskedAsync(1);

        _host.Register(Samples.Shrimp with { Status = LotStatus.Recalled });
        gate.Dispose();
        await early;

        Assert.Contains("召回", (await _host.Open("/" + link.Path)).QuerySelector(".standing")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_ages_with_the_clock_and_with_a_proof_that_is_not_final()
    {
        var (settled, moving) = (_host.Register(Samples.Shrimp), _host.Register(Samples.Shrimp with { LotNumber = "MOVING", Proof = Samples.Logged }));
        foreach (var (link, seconds, asked) in new[] { (settled, 0, 1), (settled, 59, 1), (settled, 2, 2), (moving, 0, 3), (moving, 2, 4) })
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await _host.Open("/" + link.Path);
            Assert.Equal(asked, _host.Asked);
        }
    }

    [Fact]
    public async Task A_lot_that_is_not_there_is_looked_for_each_time()
    {
        using var before = await _host.Get("/01/09520123451189/10/LATER");
        var link = _host.Register(Samples.Shrimp with { LotNumber = "LATER" });

        using var after = await _host.Get("/" + link.Path);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Who_asks_in_other_words_is_not_given_the_answer_to_the_usual_ones()
    {
        var path = "/" + _host.Register(Samples.Shrimp).Path;
        (string Accept, string Language, string Encoding, string Type, string Speaks, string? Packed)[] asked =
        [
            ("text/html", "zh-CN", "gzip", "text/html", "zh-CN", "gzip"), ("text/html", "en", "gzip", "text/html", "en", "gzip"),
            ("text/html", "zh-CN", "br", "text/html", "zh-CN", "br"), ("text/html", "zh-CN", "identity", "text/html", "zh-CN", null),
            ("application/json", "zh-CN", "identity", "application/json", "", null), ("application/linkset+json", "en", "identity", "application/linkset+json", "", null),
        ];

        for (var i = 0; i < 3; i++)
        {
            foreach (var (accept, language, encoding, type, speaks, packed) in asked)
            {
                using var answer = await _host.Get(path, ("Accept", accept), ("Accept-Language", language), ("Accept-Encoding", encoding));
                Assert.Equal((HttpStatusCode.OK, type, speaks, packed), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType,
                    string.Join("", answer.Content.Headers.ContentLanguage), answer.Content.Headers.ContentEncoding.SingleOrDefault()));
                Assert.NotEmpty(answer.Headers.GetValues("Link"));
            }
        }
    }

    [Fact]
    public async Task What_a_reader_has_already_is_not_sent_again_and_nothing_is_sent_to_who_asks_for_the_head_alone()
    {
        var path = "/" + _host.Register(Samples.Shrimp).Path;

        for (var i = 0; i < 3; i++)
        {
            using var answer = await _host.Get(path, ("Accept", "text/html"));
            using var known = await _host.Get(path, ("Accept", "text/html"), ("If-None-Match", answer.Headers.ETag!.ToString()));
            using var amongOthers = await _host.Get(path, ("Accept", "text/html"), ("If-None-Match", $"\"other\", W/{answer.Headers.ETag}"));
            using var request = new HttpRequestMessage(HttpMethod.Head, _host.AsSpelled(path)) { Headers = { Accept = { new("text/html") } } };
            using var head = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (known.StatusCode, amongOthers.StatusCode));
            Assert.Equal((answer.Headers.ETag, answer.Headers.CacheControl, string.Join(", ", answer.Headers.Vary)), (known.Headers.ETag, known.Headers.CacheControl, string.Join(", ", known.Headers.Vary)));
            Assert.Equal((HttpStatusCode.OK, answer.Content.Headers.ContentLength, 0), (head.StatusCode, head.Content.Headers.ContentLength, (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
        }
    }

    [Fact]
    public async Task While_lots_cannot_be_looked_up_a_page_says_what_was_known_and_since_when()
    {
        var path = "/" + _host.Register(Samples.Shrimp).Path;
        await _host.Open(path);
        _host.IsAway = true;
        _host.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null((await _host.Open(path)).QuerySelector(".asof"));
        _host.Clock.Advance(TimeSpan.FromHours(1));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Contains("23 November 2026 17:00", (await _host.Open(path, "en")).QuerySelector(".asof")!.TextContent, StringComparison.Ordinal); // though never made in English
            var page = await _host.Open(path);
            Assert.Contains("2026年11月23日 17:00", page.QuerySelector(".asof")!.TextContent, StringComparison.Ordinal);
            Assert.NotNull(page.QuerySelector(".standing.fine"));
            _host.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        _host.IsAway = false;
        Assert.Null((await _host.Open(path)).QuerySelector(".asof"));
    }

    [Fact]
    public async Task A_page_whose_lot_has_changed_is_not_shown_again_while_lots_cannot_be_looked_up()
    {
        var path = "/" + _host.Register(Samples.Shrimp).Path;
        await _host.Open(path);
        _host.Register(Samples.Shrimp with { Status = LotStatus.Recalled });
        _host.IsAway = true;

        using var away = await _host.Get(path, ("Accept", "text/html"));
        using var told = await _host.Get(path, ("Accept", "application/json"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html", "5"), (away.StatusCode, away.Content.Headers.ContentType!.MediaType, away.Headers.RetryAfter!.ToString()));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (told.StatusCode, told.Content.Headers.ContentType!.MediaType));
    }
}
