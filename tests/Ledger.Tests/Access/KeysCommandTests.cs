using System.Net;

namespace Lotmark.Ledger.Tests.Access;

public sealed class KeysCommandTests(LedgerApp app)
{
    [Fact]
    public async Task An_organisation_and_its_key_are_made_and_revoked_beside_the_running_service()
    {
        var organisation = Members.NewOrganisation("coldStore");
        var id = (string)organisation["id"]!;
        var file = Path.Combine(Directory.CreateTempSubdirectory("lotmark-test-").FullName, "organisation.json");
        await File.WriteAllTextAsync(file, organisation.ToJsonString());

        Assert.Equal(0, (await RunAsync("organisations", "create", file)).ExitCode);
        var (made, key) = await RunAsync("keys", "create", id, "coldStore", "terminal-1");
        using var client = app.ClientWith(key.Trim());
        using var opened = await client.GetAsync("/api/me");
        var (_, list) = await RunAsync("keys", "list", id);
        var (revoked, _) = await RunAsync("keys", "revoke", id, "terminal-1");

        Assert.Equal(0, made);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Contains("terminal-1\tcoldStore", list, StringComparison.Ordinal);
        Assert.Equal(0, revoked);
        await Eventually.TrueAsync(async () =>
        {
            using var answer = await client.GetAsync("/api/me");
            return answer.StatusCode == HttpStatusCode.Unauthorized;
        }, "the running service knows that it is revoked", TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task What_can_t_be_is_told_in_a_sentence()
    {
        var (misfit, why) = await RunAsync("keys", "create", "example-coldstore-ningbo", "inspector", "x");
        var (unclear, usage) = await LedgerProcess.RunAsync("keys", "make");

        Assert.Equal(1, misfit);
        Assert.Contains("coldStore, reader", why, StringComparison.Ordinal);
        Assert.Equal(2, unclear);
        Assert.Contains("Usage: keys create", usage, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] command) =>
        LedgerProcess.RunAsync([.. command, "--Lotmark:DataDirectory", app.Process.DataDirectory]);
}
