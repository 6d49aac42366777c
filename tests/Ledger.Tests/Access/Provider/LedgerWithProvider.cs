using System.Net;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;
using Lotmark.Ledger.Tests.Inspection.Desk;
using Npgsql;

namespace Lotmark.Ledger.Tests.Access.Provider;

/// <summary>A ledger of its own whose inspectors may sign in by a provider, and that provider.</summary>
public sealed partial class LedgerWithProvider : IAsyncLifetime
{
    /// <summary>What the provider is called.</summary>
    public const string Name = "Sample Login";

    private DeskVisitor? _supervisor;

    public OpenIdProvider Provider { get; private set; } = null!;

    public LedgerProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.StartedAsync();
        Process = await StartAsync(Provider, ("Organisation", "inspection"), ("SecondFactor", "provider"));
    }

    public async ValueTask DisposeAsync()
    {
        _supervisor?.Dispose();
        if (Process is not null)
        {
            await Process.DisposeAsync();
            Directory.Delete(Process.DataDirectory, recursive: true);
        }
        if (Provider is not null) await Provider.DisposeAsync();
    }

    /// <summary>Starts a ledger for a provider.</summary>
    public static async Task<LedgerProcess> StartAsync(OpenIdProvider provider, params (string Name, string Value)[] more)
    {
        var data = LedgerProcess.NewDataDirectory();
        var secret = Path.Combine(data, "client.secret");
        await File.WriteAllTextAsync(secret, OpenIdProvider.Secret);
        (string, string)[] settings =
        [
            ("Authority", provider.Authority), ("ClientId", OpenIdProvider.ClientId), ("ClientSecretFile", secret), ("Name", Name),
            ("Inspector", "inspectors"), ("Supervisor", "chiefs"), .. more,
        ];
        return await LedgerProcess.StartAsync(data, [.. settings.SelectMany(s => new[] { $"--{ProviderSettings.Section}:{s.Item1}", s.Item2 })]);
    }

    public DeskVisitor NewVisitor() => new(Process.Http.BaseAddress!);

    /// <summary>Somebody who has signed in by the provider.</summary>
    public async Task<DeskVisitor> SignedInAsync(Person who)
    {
        var visitor = NewVisitor();
        using var answer = await SignInAsync(visitor, who);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return visitor;
    }

    /// <summary>Goes the whole way: to the provider, and back with its answer.</summary>
    public async Task<HttpResponseMessage> SignInAsync(DeskVisitor visitor, Person who, string to = "/inspect") => await visitor.Http.GetAsync(await AnswerAsync(visitor, who, to));

    /// <summary>Goes to the provider, and returns the address that it sends back to.</summary>
    public async Task<Uri> AnswerAsync(DeskVisitor visitor, Person who, string to = "/inspect")
    {
        Provider.Who = who;
        using var start = await visitor.Http.GetAsync($"/inspect/sign-in/provider?to={Uri.EscapeDataString(to)}");
        Assert.True(start.StatusCode == HttpStatusCode.Found, $"{(int)start.StatusCode} {await start.Content.ReadAsStringAsync()} {Process.Output}");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var sent = await browser.GetAsync(start.Headers.Location);
        Assert.True(sent.StatusCode == HttpStatusCode.Found, $"{(int)sent.StatusCode} {await sent.Content.ReadAsStringAsync()}");
        return sent.Headers.Location!;
    }

    /// <summary>The supervisor who was there before any provider, signed in with a password and a code.</summary>
    public async Task<DeskVisitor> LocalSupervisorAsync()
    {
        if (_supervisor is not null) return _supervisor;
        var visitor = NewVisitor();
        await visitor.FirstTimeAsync(FirstAccount.Name, (await File.ReadAllTextAsync(Path.Combine(Process.DataDirectory, FirstAccount.File))).Trim());
        return _supervisor = visitor;
    }

    /// <summary>What the database holds.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var database = NpgsqlDataSource.Create((await File.ReadAllTextAsync(Path.Combine(Process.DataDirectory, "connection-string"))).Trim());
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>What a page says, in one line.</summary>
    public static string Told(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html[html.IndexOf("<main", StringComparison.Ordinal)..], " ")), " ");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
