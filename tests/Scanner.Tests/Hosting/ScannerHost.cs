using System.Collections.Concurrent;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Serials;
using Lotmark.Scanner.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(ScannerHost))]

namespace Lotmark.Scanner.Tests.Hosting;

/// <summary>The module on a real Kestrel, over documents that a test brings. The day is 23 November 2026.</summary>
public sealed class ScannerHost : IAsyncLifetime, ILotDocuments
{
    public const string PublicUrl = "https://t.example.com";

    private readonly ConcurrentDictionary<DigitalLink, LotDocument> lots = [];
    private readonly WebApplication app;
    private Task gate = Task.CompletedTask;
    private int asked;

    public ScannerHost() : this(ReportSettings.Usual with { PerAddress = 0, PerLot = 0 })
    {
    }

    internal ScannerHost(ReportSettings reports)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILotDocuments>(this);
        builder.Services.AddSingleton<IItemCodes>(Items);
        builder.Services.AddSingleton<IShopperReports>(Reports);
        builder.Services.AddSingleton(reports);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddScanner(_ => PublicUrl);
        app = builder.Build();
        app.UseKeptPages();
        app.UseRouting();
        app.MapScanner();
    }

    /// <summary>Item codes that were issued.</summary>
    public IssuedItems Items { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What shoppers reported to this host.</summary>
    public ReportBox Reports { get; } = new();

    public SetClock Clock { get; } = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Whether lots can't be looked up.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often a lot was looked for.</summary>
    public int Asked => asked;

    /// <summary>Answers wait until this is disposed of.</summary>
    public IDisposable HoldAnswers()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gate = held.Task;
        return new Gate(held);
    }

    public async Task UntilAskedAsync(int times)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (asked < times) await Task.Delay(5, patience.Token);
    }

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Registers a lot; its link.</summary>
    public DigitalLink Register(LotDocument lot)
    {
        var link = new DigitalLink(lot.Gtin, lot.LotNumber);
        lots[link] = lot;
        app.Services.GetRequiredService<PageMemory>().Forget(link);
        return link;
    }

    /// <summary>Asks for a path exactly as spelled, which the client's own address type would tidy.</summary>
    public async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AsSpelled(path));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The page at a path, as a browser with this language sees it.</summary>
    public async Task<IDocument> Open(string path, string language = "zh-CN")
    {
        using var response = await Get(path, ("Accept", "text/html"), ("Accept-Language", language));
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The address of a path on this host, left as spelled.</summary>
    public Uri AsSpelled(string path) => new(
        Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    async ValueTask<LotDocument?> ILotDocuments.FindAsync(DigitalLink lot, CancellationToken cancel)
    {
        var found = lots.GetValueOrDefault(lot);
        Interlocked.Increment(ref asked);
        if (IsAway) throw new LotsAwayException(new IOException("no route"));
        await gate;
        return found;
    }

    ValueTask<ProductDocument?> ILotDocuments.FindProductAsync(string gtin, CancellationToken cancel) =>
        new(lots.Values.Where(lot => lot.Gtin == gtin).OrderByDescending(lot => lot == Samples.Shrimp || lot == Samples.Pork) // others bear hostile names
            .Select(lot => new ProductDocument { Gtin = gtin, Name = lot.ProductName, Brand = lot.Brand }).FirstOrDefault());

    /// <summary>A clock that goes when it is told to.</summary>
    public sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class Gate(TaskCompletionSource held) : IDisposable
    {
        public void Dispose() => held.TrySetResult();
    }
}
