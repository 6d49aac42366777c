namespace Lotmark.Ledger.Tests.Requests;

public sealed class SecureTransportTests(LedgerApp app)
{
    private const string Header = "Strict-Transport-Security";

    [Fact]
    public async Task Where_codes_carry_https_every_answer_asks_for_it()
    {
        await using var ledger = await LedgerProcess.StartAsync(null, "--Lotmark:PublicUrl", "https://food.example", "--Lotmark:Roles", "api,scanner");
        foreach (var path in (string[])["/", "/01/09520123451189/10/EC%2FVAN-0926.17", "/01/09520123451189/10/EC%2FVAN-0926.17", "/api/lots", "/nowhere"])
        {
            using var answer = await ledger.Http.GetAsync(path);
            Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues(Header)));
        }
    }

    [Fact]
    public async Task Where_they_carry_http_none_does()
    {
        using var answer = await app.Anybody.GetAsync("/");
        Assert.False(answer.Headers.Contains(Header));
    }
}
