using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Tests.Hosting;

namespace Lotmark.Scanner.Tests.Labels;

public sealed class LabelTests(ScannerHost host)
{
    private static readonly string[] Categories =
        ["pork", "beefMutton", "poultry", "salmon", "tuna", "cod", "crustacean", "otherAquatic", "dairy", "fruitVeg", "other"];

    [Theory]
    [InlineData("EC/VAN-0926.17")]
    [InlineData("ES+PK(26)/07")]
    [InlineData("100%")]
    [InlineData("a.svg")]
    [InlineData("!\"%&'()*+,:;<=>?_az")]
    [InlineData("WWWWWWWWWWWWWWWWWWWW")]
    public async Task A_label_reads_as_exactly_the_public_address(string lot)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = lot });

        Assert.Equal("ZBAR_QRCODE:" + link.Uri(ScannerHost.PublicUrl), await Decoder.Read(await host.Bytes($"/labels/{link.Path}.png")));
    }

    [Theory]
    [InlineData("svg", "image/svg+xml")]
    [InlineData("png", "image/png")]
    [InlineData("zpl", "application/zpl")]
    public async Task A_label_says_what_form_it_has(string form, string mediaType)
    {
        using var response = await host.Get($"/labels/{host.Register(Samples.Shrimp).Path}.{form}");

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_drawn_label_shows_the_same_code_as_the_page_with_a_quiet_zone_of_four_modules()
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = "DRAWN/1" });

        var label = await Drawn(link.Path);
        var page = await host.Open("/" + link.Path);
        using var answer = await host.Get(page.QuerySelector("figure.code img")!.GetAttribute("src")!);
        var picture = XElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("image/svg+xml", "public, max-age=86400"), (answer.Content.Headers.ContentType!.ToString(), answer.Headers.CacheControl!.ToString()));
        var path = label.Descendants().Single(element => element.Attribute("shape-rendering") is not null).Attribute("d")!.Value;
        Assert.Equal(picture.Descendants().Single(element => element.Attribute("shape-rendering") is not null).Attribute("d")!.Value, path);
        Assert.StartsWith("M4 4h7v1H4z", path);
        var size = int.Parse(picture.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        Assert.Equal("ZBAR_QRCODE:" + link.Uri(ScannerHost.PublicUrl), await Decoder.Read(Modules.OfPath(path, size).ToPbm()));
    }

    [Theory]
    [InlineData("/code/01/09520123451189/10/A%2F..%2FB.svg", 200)]
    [InlineData("/code/01/09520123451188/10/A.svg", 400)]
    [InlineData("/code/01/09520123451189/10/%22%3E%3Cscript%3E.svg", 200)]
    [InlineData("/code/01/09520123451189/10/%00.svg", 400)]
    [InlineData("/code/01/09520123451189/10/.svg", 404)]
    public async Task The_picture_of_a_code_is_drawn_for_any_lot_that_can_have_one(string path, int status)
    {
        using var answer = await host.Get(path);
        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200) Assert.DoesNotContain("script", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drawn_label_needs_no_font_and_says_aloud_what_it_shows()
    {
        var label = await Drawn(host.Register(Samples.Shrimp with { LotNumber = "A&B<\"1\">" }).Path);

        Assert.DoesNotContain(label.Descendants(), element => element.Name.LocalName == "text");
        Assert.Equal("扫码溯源, Scan to trace, 虾蟹类, Shrimp and crab, (01) 09520123451189, (10) A&B<\"1\">", label.Attribute("aria-label")!.Value);
    }

    // A category that is new, or has a new name, may need a letter that letters.tsv lacks: extract.py adds it.
    [Fact]
    public async Task Every_category_can_be_lettered_in_both_languages()
    {
        using var stream = typeof(ScannerModule).Assembly.GetManifestResourceStream("Lotmark.Scanner.Labels.letters.tsv")!;
        using var reader = new StreamReader(stream);
        var letters = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n').Where(line => line.Length > 0).Select(line => line.Split('\t')).ToLookup(columns => columns[0], columns => columns[1][0]);

        foreach (var category in Categories)
        {
            var words = (await Drawn(host.Register(Samples.Shrimp with { LotNumber = "LETTERS", Category = category }).Path)).Attribute("aria-label")!.Value.Split(", ");
            Assert.NotEqual(category, words[2]);
            Assert.All(words[0] + words[2], letter => Assert.Contains(letter, letters["bold"]));
            Assert.All(words[1] + words[3], letter => Assert.Contains(letter, letters["sans"]));
        }
        Assert.All(CharacterSet82.Characters, letter => Assert.Contains(letter, letters["mono"]));
    }

    [Theory]
    [InlineData("", 827, 591, 11811)]
    [InlineData("?size=70x50&dpi=300", 827, 591, 11811)]
    [InlineData("?size=50x30", 591, 354, 11811)]
    [InlineData("?size=50x30&dpi=203", 400, 240, 7992)]
    public async Task A_picture_prints_at_the_size_of_the_label(string query, int width, int height, int dotsAMetre)
    {
        var dots = Dots.OfPng(await host.Bytes($"/labels/{host.Register(Samples.Shrimp).Path}.png{query}"));

        Assert.Equal((width, height), (dots.Width, dots.Height));
        Assert.Equal((dotsAMetre, dotsAMetre), dots.DotsAMetre);
    }

    [Theory]
    [InlineData("", 559, 400)]
    [InlineData("?dpi=300", 827, 591)]
    [InlineData("?size=50x30&dpi=203", 400, 240)]
    [InlineData("?size=50x30&dpi=300", 591, 354)]
    public async Task A_label_printer_gets_a_graphic_and_no_text_that_it_could_misread(string query, int width, int height)
    {
        foreach (var lot in (string[])["EC/VAN-0926.17", "\"<&>'/%+?!=(),;:*/0O"])
        {
            var link = host.Register(Samples.Shrimp with { LotNumber = lot });
            var zpl = Encoding.ASCII.GetString(await host.Bytes($"/labels/{link.Path}.zpl{query}"));

            var dots = Dots.OfZpl(zpl); // which takes nothing but one graphic
            Assert.Equal((width, height), (dots.Width, dots.Height));
        }
    }

    [Theory]
    [InlineData("EC/VAN-0926.17", "crustacean")]
    [InlineData("WWWWWWWWWWWWWWWWWWWW", "otherAquatic")]
    [InlineData("\"<&>'/%+?!=(),;:*/0O", "fruitVeg")]
    [InlineData("mmmmmmmmmmmmmmmmmmmm", null)]
    public async Task All_of_a_label_lies_within_it_and_nothing_in_the_quiet_zone_of_its_code(string lot, string? category)
    {
        var link = host.Register(Samples.Shrimp with { LotNumber = lot, Category = category });
        foreach (var form in PrintedLabels.Forms.Where(form => form.StartsWith("png", StringComparison.Ordinal) || form.StartsWith("zpl", StringComparison.Ordinal)))
        {
            foreach (var size in PrintedLabels.Sizes)
            {
                var file = await host.Bytes($"/labels/{link.Path}.{form[..3]}?size={size}&dpi={form[4..]}");
                var dots = form.StartsWith("png", StringComparison.Ordinal) ? Dots.OfPng(file) : Dots.OfZpl(Encoding.ASCII.GetString(file));

                var margin = dots.Height / 60; // half a millimetre or more
                Assert.True(dots.AreWhite(0, 0, dots.Width, margin) && dots.AreWhite(0, dots.Height - margin, dots.Width, dots.Height), $"{form} {size}: above or below");
                Assert.True(dots.AreWhite(0, 0, margin, dots.Height) && dots.AreWhite(dots.Width - margin, 0, dots.Width, dots.Height), $"{form} {size}: left or right");
                var (left, top, module, side) = Code(dots);
                var quiet = 4 * module;
                Assert.True(left >= quiet && top >= quiet, $"{form} {size}: the quiet zone is cut off");
                Assert.True(
                    dots.AreWhite(left - quiet, top - quiet, left + side + quiet, top) && dots.AreWhite(left - quiet, top + side, left + side + quiet, top + side + quiet)
                    && dots.AreWhite(left - quiet, top, left, top + side) && dots.AreWhite(left + side, top, left + side + quiet, top + side),
                    $"{form} {size}: the quiet zone is written into");
            }
        }
    }

    // A finder pattern begins the code: its upper edge is a row of seven modules, and those of the timing pattern alternate below it.
    private static (int Left, int Top, int Module, int Side) Code(Dots dots)
    {
        var half = dots.Width / 2;
        var left = Enumerable.Range(0, half).First(x => !dots.AreWhite(x, 0, x + 1, dots.Height * 3 / 4));
        var top = Enumerable.Range(0, dots.Height).First(y => dots[left, y]);
        var module = Enumerable.Range(left, half).TakeWhile(x => dots[x, top]).Count() / 7;
        var timing = top + 6 * module + module / 2;
        var right = left + 7 * module;
        while (!dots[right, timing] && dots[right + module, timing]) right += 2 * module;
        return (left, top, module, right + 6 * module - left);
    }

    [Theory]
    [InlineData("svg?size=60x40", "size")]
    [InlineData("png?size=", "size")]
    [InlineData("png?dpi=600", "dpi")]
    [InlineData("zpl?dpi=2e2", "dpi")]
    [InlineData("zpl?size=70x50&size=50x30&dpi=", "size,dpi")]
    public async Task What_no_label_has_is_refused_by_name(string form, string fields)
    {
        var path = $"/labels/{host.Register(Samples.Shrimp).Path}.{form}";
        foreach (var (language, word) in new[] { ("zh", "应为"), ("en", "must be") })
        {
            using var response = await host.Get(path, ("Accept-Language", language));
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal(fields, string.Join(',', problem["errors"]!.AsObject().Select(error => error.Key)));
            Assert.All(problem["errors"]!.AsObject(), error => Assert.Contains(word, (string?)error.Value![0]));
        }
    }

    [Theory]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.svg", HttpStatusCode.NotFound)]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.png", HttpStatusCode.NotFound)]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.zpl", HttpStatusCode.NotFound)]
    [InlineData("/labels/01/09520123456789/10/A.png", HttpStatusCode.BadRequest)]
    [InlineData("/labels/01/09520123451189/10/NOBODY-KNOWS.bmp", HttpStatusCode.NotFound)]
    public async Task Nothing_is_printed_for_what_nobody_registered(string path, HttpStatusCode status)
    {
        using var response = await host.Get(path);

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("png")]
    [InlineData("zpl")]
    public async Task A_label_may_be_kept(string form)
    {
        var path = $"/labels/{host.Register(Samples.Shrimp with { LotNumber = "KEPT" }).Path}.{form}";
        using var first = await host.Get(path);

        using var again = await host.Get(path, ("If-None-Match", first.Headers.ETag!.Tag));

        Assert.True(first.Headers.CacheControl!.Public);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private async Task<XElement> Drawn(string linkPath) => XElement.Parse(Encoding.UTF8.GetString(await host.Bytes($"/labels/{linkPath}.svg")));
}
