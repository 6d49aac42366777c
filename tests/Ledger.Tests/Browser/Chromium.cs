using System.Diagnostics;
using System.Text.Json;
using Lotmark.Ledger.Embedded;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Lotmark.Ledger.Tests.Browser.Chromium))]

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>A real browser: the installed Chromium if there is one, else the one that the pinned packages carry.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Milliseconds to wait for a page: other tests want the same processors.</summary>
    public const float Patience = 120_000;

    private static readonly string[] Installed = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Quiet =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // What the package wants where it was made for, and no visitor's browser has: all pages in one process, which stand still together, and no policy between origins.
    private static readonly string[] Unlike = ["--single-process", "--disable-web-security", "--allow-running-insecure-content"];

    private const string Everything = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']";
    private const string WhatViewsChange = "{ type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'html-has-lang', 'html-lang-valid'] }";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _path = "";
    private string[] _arguments = [];
    private string _axe = "";


    public async ValueTask InitializeAsync()
    {
        var tools = await PinnedTools.InstallAsync(Path.Combine(AppContext.BaseDirectory, "Browser"), PinnedTools.UserCache()!, Console.WriteLine, CancellationToken.None);
        _axe = await File.ReadAllTextAsync(tools.Find("axe-core", "axe.min.js")!);
        (_path, _arguments) = OnPath() is { } installed ? (installed, Quiet) : await PackagedAsync(tools);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync();
    }

    /// <summary>Another browser, whose camera shows a film (YUV4MPEG2) over and over.</summary>
    public Task<IBrowser> WithCameraAsync(string film) =>
        LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={film}");

    /// <summary>A page as a phone or a desktop shows it, in a language, with or without JavaScript.</summary>
    public async Task<IPage> PageAsync(string language, int width = 390, int height = 844, bool javaScript = true, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = true)
    {
        var context = await _browser.NewContextAsync(new()
        {
            Locale = language,
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = javaScript,
            ColorScheme = scheme,
            BypassCSP = javaScript && bypassPolicy, // axe is put into pages
        });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>Asserts that nothing is wider than the screen and that axe finds nothing that breaks WCAG 2.2 AA. Run beside the page and not put into it: its own policy stays in force.</summary>
    /// <param name="page">The page.</param>
    /// <param name="seen">The same page was looked at in full in another view: only what a view changes (colours, sizes, what scrolls) is looked at again.</param>
    public async Task NobodyIsKeptOutAsync(IPage page, bool seen = false)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{page.Url} is wider than {page.ViewportSize!.Width}");
        await page.EvaluateAsync(_axe);
        var report = await page.EvaluateAsync<JsonElement>($"axe.run(document, {{ runOnly: {(seen ? WhatViewsChange : Everything)} }})");
        Assert.True(report.GetProperty("violations").GetArrayLength() == 0, report.GetProperty("violations").GetRawText());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private Task<IBrowser> LaunchAsync(params string[] more) =>
        _playwright.Chromium.LaunchAsync(new() { ExecutablePath = _path, Args = [.. _arguments, .. more], Headless = true });

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Installed.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static async Task<(string Path, string[] Arguments)> PackagedAsync(PinnedTools tools)
    {
        using var node = Process.Start(new ProcessStartInfo("node",
        [
            "--input-type=module", "-e",
            "import c from '@sparticuz/chromium'; console.log(JSON.stringify({ path: await c.executablePath(), arguments: c.args }))",
        ])
        { RedirectStandardOutput = true, WorkingDirectory = tools.Root })!;
        var answer = JsonSerializer.Deserialize<Packaged>(await node.StandardOutput.ReadToEndAsync(), JsonSerializerOptions.Web)!;
        return (answer.Path, [.. answer.Arguments.Except(Unlike)]);
    }

    private sealed record Packaged(string Path, string[] Arguments);
}
