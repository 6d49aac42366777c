using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Lots.Documents;

public sealed class DocumentsTests(LedgerApp app)
{
    [Fact]
    public async Task A_certificate_is_data_and_a_file_that_its_event_binds()
    {
        var lot = await app.RegisterLotAsync();
        var file = SmallFiles.Pdf(700_000);

        var (status, answer) = await AttachAsync(lot, Certificate(), file);

        Assert.Equal(HttpStatusCode.Created, status);
        var document = answer["document"]!;
        Assert.Equal((2, "CIQ-2026-0001", "application/pdf", file.Length), ((int)document["id"]!, (string)document["number"]!, (string)document["mediaType"]!, (int)document["size"]!));
        var history = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        Assert.Equal(("document_attached", Hash(file)), ((string)history!["events"]![1]!["type"]!, (string)history["events"]![1]!["data"]!["document"]!["sha256"]!));

        using var download = await app.Inspector.GetAsync(lot.Api("/documents/2"));
        Assert.Equal(file, await download.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/pdf", "attachment", $"\"{Hash(file)}\""),
            (download.Content.Headers.ContentType!.MediaType, download.Content.Headers.ContentDisposition!.DispositionType, download.Headers.ETag!.Tag));
        Assert.Equal(("nosniff", "default-src 'none'; sandbox"), (download.Headers.GetValues("X-Content-Type-Options").Single(), download.Headers.GetValues("Content-Security-Policy").Single()));
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_asked_for_and_what_is_known_is_not_sent_again()
    {
        var lot = await app.RegisterLotAsync();
        var file = SmallFiles.Pdf(600_000, Guid.NewGuid().ToString());
        await AttachAsync(lot, Certificate(), file);

        using var part = new HttpRequestMessage(HttpMethod.Get, lot.Api("/documents/2")) { Headers = { Range = new(262_100, 262_200) } };
        using var partial = await app.Importer.SendAsync(part);
        using var known = new HttpRequestMessage(HttpMethod.Get, lot.Api("/documents/2")) { Headers = { IfNoneMatch = { new($"\"{Hash(file)}\"") } } };
        using var unchanged = await app.Importer.SendAsync(known);
        using var head = await app.Importer.SendAsync(new(HttpMethod.Head, lot.Api("/documents/2")));

        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        Assert.Equal(file[262_100..262_201], await partial.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal((HttpStatusCode.OK, file.Length), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Only_what_is_published_is_for_everybody()
    {
        var lot = await app.RegisterLotAsync();
        await AttachAsync(lot, Certificate(), SmallFiles.Png);

        Assert.Equal(HttpStatusCode.Unauthorized, await OpenAsync());
        using var published = await app.Importer.PostAsJsonAsync(lot.Api("/documents/2/publication"), new { @public = true });
        Assert.Equal(HttpStatusCode.OK, await OpenAsync());
        using var again = await app.Importer.PostAsJsonAsync(lot.Api("/documents/2/publication"), new { @public = true });
        using var withdrawn = await app.Inspector.PostAsJsonAsync(lot.Api("/documents/2/publication"), new { @public = false });
        Assert.Equal(HttpStatusCode.Unauthorized, await OpenAsync());
        using var unknown = await app.Importer.PostAsJsonAsync(lot.Api("/documents/77/publication"), new { @public = true });

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NotFound],
            [published.StatusCode, again.StatusCode, withdrawn.StatusCode, unknown.StatusCode]);
        var list = await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api("/documents"));
        Assert.False((bool)list!["documents"]![0]!["public"]!);

        async Task<HttpStatusCode> OpenAsync()
        {
            using var answer = await app.Anybody.GetAsync(lot.Api("/documents/2"));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Shoppers_see_certificates_without_their_numbers_and_open_what_is_published()
    {
        var lot = await app.RegisterLotAsync();
        var published = Certificate("R-77120", "labTest");
        published["result"] = "conformant";
        published["public"] = true;
        await AttachAsync(lot, Certificate("310120261123456789", "customsDeclaration"), SmallFiles.Pdf());
        await AttachAsync(lot, published, SmallFiles.Png);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/" + lot.Path) { Headers = { Accept = { new("application/json") } } };
        using var answer = await app.Anybody.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var certificates = JsonNode.Parse(text)!["certificates"]!.AsArray();

        Assert.DoesNotContain("310120261123456789", text, StringComparison.Ordinal);
        Assert.Equal(["6789", "7120"], certificates.Select(c => (string)c!["numberLastFour"]!));
        Assert.Null(certificates[0]!["file"]);
        using var file = await app.Anybody.GetAsync(new Uri((string)certificates[1]!["file"]!).AbsolutePath);
        Assert.Equal(SmallFiles.Png, await file.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_same_document_again_changes_nothing_and_a_newer_one_takes_its_place()
    {
        var lot = await app.RegisterLotAsync();
        await AttachAsync(lot, Certificate(), SmallFiles.Jpeg);

        var (again, same) = await AttachAsync(lot, Certificate(), SmallFiles.Jpeg);
        var newer = Certificate("CIQ-2026-0002");
        newer["replaces"] = 2;
        var (replaced, _) = await AttachAsync(lot, newer, SmallFiles.Png);
        newer["number"] = "CIQ-2026-0003";
        var (late, refusal) = await AttachAsync(lot, newer, SmallFiles.Png);

        Assert.Equal((HttpStatusCode.OK, 2, 2), (again, (int)same["version"]!, (int)same["document"]!["id"]!));
        Assert.Equal(HttpStatusCode.Created, replaced);
        Assert.Equal((HttpStatusCode.Conflict, "document-replaced"), (late, (string)refusal["code"]!));
        var documents = (await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api("/documents")))!["documents"]!.AsArray();
        Assert.Equal((3, Hash(SmallFiles.Jpeg)), ((int)documents[0]!["replacedBy"]!, (string)documents[0]!["sha256"]!));
    }

    [Fact]
    public async Task The_number_of_a_declaration_stays_confidential()
    {
        var lot = await app.RegisterLotAsync();
        var declaration = Certificate("310120261123456789", "customsDeclaration");

        var (_, answer) = await AttachAsync(lot, declaration, SmallFiles.Pdf());

        Assert.Equal("310120261123456789", (string)answer["document"]!["number"]!);
        var history = await app.Inspector.GetFromJsonAsync<JsonObject>(lot.Api("/history"));
        Assert.NotNull(history!["events"]![1]!["data"]!["document"]!["confidentialNumber"]!["salt"]);
    }

    [Fact]
    public async Task A_lot_passes_the_gate_once_its_documents_are_there()
    {
        var lot = await app.RegisterLotAsync();

        using var early = await app.Importer.PostAsync(lot.Api("/market-release"), null);
        var refusal = await early.Content.ReadFromJsonAsync<JsonObject>();
        await AttachAsync(lot, Certificate(), SmallFiles.Pdf());
        using var released = await app.Importer.PostAsync(lot.Api("/market-release"), null);
        using var again = await app.Importer.PostAsync(lot.Api("/market-release"), null);

        Assert.Equal((HttpStatusCode.Conflict, "documents-missing", "ciqCertificate"), (early.StatusCode, (string)refusal!["code"]!, (string)refusal["documents"]![0]!["type"]!));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (released.StatusCode, again.StatusCode));
        Assert.Equal("released", (string)(await released.Content.ReadFromJsonAsync<JsonObject>())!["status"]!);
    }

    [Fact]
    public async Task Every_wrong_field_of_the_form_is_named()
    {
        var lot = await app.RegisterLotAsync();
        var wrong = new JsonObject { ["type"] = "passport", ["issuer"] = "", ["issuedOn"] = "2999-01-01", ["validTo"] = "2020-01-01", ["result"] = "fine", ["colour"] = 1 };

        var (status, answer) = await AttachAsync(lot, wrong, SmallFiles.Pdf());
        var (_, test) = await AttachAsync(lot, Certificate("R-1", "labTest"), SmallFiles.Pdf());

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["colour", "issuedOn", "issuer", "number", "result", "type", "validTo"], answer["errors"]!.AsObject().Select(e => e.Key).Order());
        Assert.Equal("required", (string)test["errors"]!["result"]![0]!["code"]!);
        Assert.Equal(1, (int)(await app.Importer.GetFromJsonAsync<JsonObject>(lot.Api()))!["version"]!);
    }

    [Fact]
    public async Task Files_that_are_none_too_long_or_cut_off_are_refused()
    {
        var lot = await app.RegisterLotAsync();

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await AttachAsync(lot, Certificate(), Encoding.ASCII.GetBytes("<svg onload=alert(1)>"))).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await AttachAsync(lot, Certificate(), SmallFiles.Png[..40])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AttachAsync(lot, Certificate(), [])).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await AttachAsync(lot, Certificate(), SmallFiles.Pdf(30 << 20))).Status);
        Assert.Equal(HttpStatusCode.Created, (await AttachAsync(lot, Certificate(), SmallFiles.Pdf((30 << 20) - 100))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AttachAsync(app.NewRegistration("NO-SUCH-LOT"), Certificate(), SmallFiles.Pdf())).Status);
    }

    [Theory]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", "x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=b", "", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF-1.7", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nNonsense\r\n\r\nx\r\n--b--", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"document\"\r\n\r\n{\r\n--b--", HttpStatusCode.BadRequest)]
    public async Task A_form_that_is_none_is_refused(string type, string body, HttpStatusCode status)
    {
        var lot = await app.RegisterLotAsync();
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var answer = await app.Importer.PostAsync(lot.Api("/documents"), content);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static JsonObject Certificate(string number = "ciq-2026-0001", string type = "ciqCertificate") =>
        new() { ["type"] = type, ["number"] = number, ["issuer"] = "宁波海关", ["issuedOn"] = "2026-11-08" };

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private async Task<(HttpStatusCode Status, JsonObject Body)> AttachAsync(JsonObject lot, JsonObject document, byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json"), "document" },
            { new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } }, "file", "../../certificate.pdf" },
        };
        using var answer = await app.Importer.PostAsync(lot.Api("/documents"), form);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
