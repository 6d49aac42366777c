using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Lotmark.Ledger.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lotmark.Ledger.Tests.Access;

/// <summary>The limits as the product sets them, before routes that do nothing: a ledger of its own would have nothing to add.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Who_comes_too_often_is_told_how_long_to_wait()
    {
        await using var app = await StartAsync(("AddressPerSecond", "1"), ("AddressBurst", "3"));
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()), DefaultRequestHeaders = { AcceptLanguage = { new("zh") } } };

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++) statuses.Add(await StatusAsync(client, "/api/things"));
        using var refused = await client.GetAsync("/api/things");

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var problem = await refused.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal("too-fast", (string)problem!["code"]!);
        Assert.Contains("频繁", (string)problem["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_key_has_a_measure_of_its_own_and_after_a_while_it_is_full_again()
    {
        await using var app = await StartAsync(("KeyPerSecond", "10"), ("KeyBurst", "2"));
        using var one = new HttpClient { BaseAddress = new(app.Urls.First()), DefaultRequestHeaders = { { "Key", "one" } } };
        using var two = new HttpClient { BaseAddress = new(app.Urls.First()), DefaultRequestHeaders = { { "Key", "two" } } };

        while (await StatusAsync(one, "/api/things") == HttpStatusCode.OK) { }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(two, "/api/things"));
        await Eventually.TrueAsync(async () => await StatusAsync(one, "/api/things") == HttpStatusCode.OK, "it may go on");
    }

    [Fact]
    public async Task Pages_tiles_and_health_are_not_counted()
    {
        await using var app = await StartAsync(("AddressPerSecond", "1"), ("AddressBurst", "1"));
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };

        for (var i = 0; i < 20; i++)
            foreach (var path in (string[])["/01/09520123451189/10/A", "/log/checkpoint", "/health/ready"])
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, path));
    }

    [Fact]
    public async Task Zero_sets_no_limit()
    {
        await using var app = await StartAsync(("AddressPerSecond", "0"), ("AddressBurst", "1"));
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };

        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/api/things"));
    }

    [Fact]
    public void A_setting_that_makes_no_sense_stops_the_start()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("RateLimits:KeyBurst", (string?)"-5")]).Build();

        Assert.Contains("RateLimits:KeyBurst", Assert.Throws<StartupException>(() => RateLimits.From(settings)).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<WebApplication> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"RateLimits:{s.Name}", (string?)s.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblemDetails();
        builder.Services.AddRateLimiter(RateLimits.From(builder.Configuration).Configure);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Headers["Key"].ToString() is { Length: > 0 } key) context.User = new Actor("someone", null, key, Role.Importer).AsPrincipal();
            return next(context);
        });
        app.UseRateLimiter();
        app.MapFallback(() => TypedResults.Ok());
        await app.StartAsync();
        return app;
    }
}
