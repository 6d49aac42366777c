using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

namespace Lotmark.Ledger.Tests.Browser;

/// <summary>The scan page with a camera, a photo and a keyboard, its own policy in force.</summary>
public sealed class ScanJourneyTests(LedgerApp app, Chromium chromium)
{
    private const string Lot = "/01/09520123451189/10/EC%2FVAN-0926.17";
    private const string CanvasForCamera = """
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
          canvas.getContext('2d').fillRect(0, 0, 320, 240);
          const [track] = (window.stream = canvas.captureStream(5)).getVideoTracks();
          track.getCapabilities = () => ({ torch: true });
          track.applyConstraints = async wanted => { window.torch = wanted.advanced[0].torch; };
          return window.stream;
        };
        """;

    [Fact]
    public async Task A_code_held_before_the_camera_opens_its_lot()
    {
        var film = Path.Combine(Path.GetTempPath(), $"lotmark-{Guid.NewGuid():n}.y4m");
        await File.WriteAllBytesAsync(film, await FilmOfLabelAsync());
        try
        {
            await using var browser = await chromium.WithCameraAsync(film);
            var page = await browser.NewPageAsync(new() { Locale = "en-GB" });
            page.SetDefaultTimeout(Chromium.Patience);
            var errors = ErrorsOf(page);
            var asked = RequestsOf(page);
            await page.GotoAsync(Address("/scan"));
            Assert.DoesNotContain(asked, request => request.Url.Contains("/scan/qr/", StringComparison.Ordinal));

            await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

            await page.WaitForURLAsync(url => url.Contains(Lot, StringComparison.Ordinal));
            await Assertions.Expect(page.GetByText("Entry date").First).ToBeVisibleAsync();
            Assert.Contains(asked, request => request.Url.EndsWith("/scan/qr/decode.js", StringComparison.Ordinal));
            OnlyAsksUs(asked);
            Assert.Empty(errors);
        }
        finally
        {
            File.Delete(film);
        }
    }

    [Fact]
    public async Task A_photo_of_a_label_is_read_on_the_device_and_opens_its_lot()
    {
        var page = await chromium.PageAsync("zh-CN", bypassPolicy: false);
        var errors = ErrorsOf(page);
        var asked = RequestsOf(page);
        await page.GotoAsync(Address("/scan"));

        await page.Locator("input[type=file]").SetInputFilesAsync(Picture("label.png", await app.Anybody.GetByteArrayAsync(LabelPath)));

        await page.WaitForURLAsync(url => url.Contains(Lot, StringComparison.Ordinal));
        await Assertions.Expect(page.GetByText("入境日期").First).ToBeVisibleAsync();
        OnlyAsksUs(asked);
        Assert.Empty(errors);
    }

    // Unreadable to the decoder in the size that it comes in: a code squashed to three quarters, as one that is held at an angle.
    [Fact]
    public async Task A_code_that_can_t_be_read_in_one_size_is_read_in_another()
    {
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.GotoAsync(Address("/scan"));

        await page.Locator("input[type=file]").SetInputFilesAsync(Picture("angle.png", await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Browser", "at-an-angle.png"))));

        // The code is of another server: its address is told, and our own page of the lot offered.
        await Assertions.Expect(page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("EC%2FVAN-0926\\.17"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_photo_without_a_code_and_a_file_that_is_no_photo_are_told_apart()
    {
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.GotoAsync(Address("/scan"));
        var status = page.GetByRole(AriaRole.Status);

        await page.Locator("input[type=file]").SetInputFilesAsync(Picture("nothing.png", await page.ScreenshotAsync()));
        await Assertions.Expect(status).ToContainTextAsync("No QR code was found");

        await page.Locator("input[type=file]").SetInputFilesAsync(Picture("broken.png", "no picture"u8.ToArray()));
        await Assertions.Expect(status).ToContainTextAsync("cannot be read as a picture");
    }

    [Theory]
    [InlineData("https://evil.example/01/09520123451189/10/EC%2FVAN-0926.17", "another site, evil.example", true)]
    [InlineData("javascript:document.title='taken'", "This is not a lot code", false)]
    [InlineData("<img src=x onerror=\"document.title='taken'\">", "This is not a lot code", false)]
    public async Task A_browser_that_reads_codes_itself_loads_no_decoder_and_what_a_code_says_is_never_opened(string code, string said, bool leadsHere)
    {
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        var asked = RequestsOf(page);
        await page.AddInitScriptAsync(CanvasForCamera + $$"""
            window.BarcodeDetector = class {
              static async getSupportedFormats() { return ['qr_code']; }
              async detect() { return [{ rawValue: {{JsonSerializer.Serialize(code)}} }]; }
            };
            """);
        await page.GotoAsync(Address("/scan"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

        var status = page.GetByRole(AriaRole.Status);
        await Assertions.Expect(status).ToContainTextAsync(said);
        Assert.Equal(Address("/scan"), page.Url);
        Assert.Equal("Scan a lot code", await page.TitleAsync());
        Assert.DoesNotContain(asked, request => request.Url.Contains("/scan/qr/", StringComparison.Ordinal));
        OnlyAsksUs(asked);
        if (!leadsHere)
        {
            await Assertions.Expect(status.Locator("b")).ToHaveTextAsync(code);
            Assert.Equal(0, await status.Locator("a").CountAsync());
            return;
        }
        await status.GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForURLAsync(Address(Lot + "?lang=en"));
    }

    [Fact]
    public async Task The_light_is_switched_and_the_camera_stops_when_the_page_is_hidden()
    {
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.AddInitScriptAsync(CanvasForCamera);
        await page.GotoAsync(Address("/scan"));
        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" });

        await start.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop the camera" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Light" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Light", Pressed = true })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.torch"));

        await page.EvaluateAsync("Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))");

        await Assertions.Expect(start).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("out of sight");
        Assert.Equal("ended", await page.EvaluateAsync<string>("window.stream.getVideoTracks()[0].readyState"));
    }

    [Theory]
    [InlineData("NotAllowedError", "The camera was refused")]
    [InlineData("NotFoundError", "No camera was found")]
    [InlineData("NotReadableError", "another app has it")]
    [InlineData(null, "only over https")]
    public async Task A_camera_that_cannot_be_had_is_told_and_the_other_ways_stay(string? error, string said)
    {
        var page = await chromium.PageAsync("en-GB", bypassPolicy: false);
        await page.AddInitScriptAsync(error is null
            ? "Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
            : $"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{error}'); }}");
        await page.GotoAsync(Address("/scan"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(said);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("input[type=file]")).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByLabel("Lot number")).ToBeEditableAsync();
    }

    [Fact]
    public async Task The_numbers_are_typed_without_JavaScript()
    {
        var page = await chromium.PageAsync("en-GB", javaScript: false);
        await page.GotoAsync(Address("/"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Scan a lot code" }).ClickAsync();
        Assert.False(await page.GetByText("Start the camera").IsVisibleAsync());

        await page.GetByLabel("Product number (GTIN)").FillAsync("9520123451188");
        await page.GetByLabel("Lot number").FillAsync("EC/VAN-0926.17");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#gtin-wrong")).ToContainTextAsync("check digit");
        Assert.Equal("EC/VAN-0926.17", await page.GetByLabel("Lot number").InputValueAsync());

        await page.GetByLabel("Product number (GTIN)").FillAsync("9520123451189");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(Address(Lot + "?lang=en"));

        await page.GotoAsync(Address("/scan"));
        await page.GetByLabel("What the code says").FillAsync("(01)09520123451189(10)EC/VAN-0926.17");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(Address(Lot + "?lang=en"));
    }

    [Theory]
    [InlineData("zh-CN", 320)]
    [InlineData("en-GB", 320)]
    [InlineData("en-GB", 1280)]
    public async Task Nothing_runs_off_the_page_and_nobody_is_kept_out(string language, int width)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await chromium.PageAsync(language, width, scheme: scheme, bypassPolicy: false);
            await page.AddInitScriptAsync(CanvasForCamera);
            foreach (var query in (string[])["", "?gtin=1&lotNumber=", "?code=https://evil.example/01/09520123451189/10/EC%252FVAN-0926.17"])
            {
                await page.GotoAsync(Address("/scan" + query));
                if (query == "") await page.Locator("[data-part=start]").ClickAsync();
                if (query == "") await Assertions.Expect(page.Locator("[data-part=stop]")).ToBeVisibleAsync();

                Assert.Equal("[]", await page.EvaluateAsync<string>("""
                    JSON.stringify([...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main select')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML))
                    """));
                await chromium.NobodyIsKeptOutAsync(page);
            }
        }
    }

    private static string LabelPath => $"/labels{Lot}.png";

    // The label as a phone's camera holds it: upright, a third of the picture, on a light ground.
    private async Task<byte[]> FilmOfLabelAsync()
    {
        const int Width = 640, Height = 480;
        var page = await chromium.PageAsync("en-GB");
        await page.GotoAsync(Address("/"));
        var luma = Convert.FromBase64String(await page.EvaluateAsync<string>("""
            async path => {
              const label = await createImageBitmap(await (await fetch(path)).blob());
              const context = Object.assign(document.createElement('canvas'), { width: 640, height: 480 }).getContext('2d');
              context.fillStyle = '#ccc';
              context.fillRect(0, 0, 640, 480);
              context.drawImage(label, 180, 100, 280, 280);
              const pixels = context.getImageData(0, 0, 640, 480).data;
              let text = '';
              for (let i = 0; i < pixels.length; i += 4) text += String.fromCharCode(pixels[i]);
              return btoa(text);
            }
            """, LabelPath));
        byte[] frame = [.. "FRAME\n"u8, .. luma, .. Enumerable.Repeat((byte)128, Width * Height / 2)];
        return [.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F10:1 Ip A1:1 C420jpeg\n"), .. frame, .. frame];
    }

    private void OnlyAsksUs(List<IRequest> requests)
    {
        Assert.All(requests, request => Assert.True(request.Url.StartsWith(Address("/"), StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal), request.Url));
        Assert.All(requests, request => Assert.Equal(("GET", null), (request.Method, request.PostData)));
    }

    private static List<IRequest> RequestsOf(IPage page)
    {
        var requests = new List<IRequest>();
        page.Request += (_, request) => requests.Add(request);
        return requests;
    }

    private static List<string> ErrorsOf(IPage page)
    {
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        return errors;
    }

    private static FilePayload Picture(string name, byte[] content) => new() { Name = name, MimeType = "image/png", Buffer = content };

    private string Address(string path) => app.Anybody.BaseAddress!.ToString().TrimEnd('/') + path;
}
