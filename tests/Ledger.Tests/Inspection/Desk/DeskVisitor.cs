using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

/// <summary>Somebody at the desk, with the forms and cookies of a browser and without one.</summary>
public sealed partial class DeskVisitor : IDisposable
{
    /// <summary>What accounts of tests choose.</summary>
    public const string Password = "correct horse battery";

    private static int _names;

    public DeskVisitor(LedgerApp app) : this(app.Anybody.BaseAddress!)
    {
    }

    public DeskVisitor(Uri ledger) => Http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = ledger, DefaultRequestHeaders = { { "Accept-Language", "en" } } };

    public HttpClient Http { get; }

    /// <summary>What its browser keeps.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Name of the account.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Secret of its second factor.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>An account that nobody has signed in with, and its first password.</summary>
    public static async Task<(string Name, string Password)> NewAccountAsync(LedgerApp app, Role role)
    {
        await using var services = new LedgerServices(app);
        var (name, password) = ($"{role.ToString().ToLowerInvariant()}-{Interlocked.Increment(ref _names)}", AccountStore.NewPassword());
        Assert.NotNull(await services.Get<AccountStore>().CreateAsync(name, "inspection", role, password, CancellationToken.None));
        return (name, password);
    }

    /// <summary>Somebody who is signed in, second factor and own password included.</summary>
    public static async Task<DeskVisitor> SignedInAsync(LedgerApp app, Role role)
    {
        var (name, given) = await NewAccountAsync(app, role);
        var visitor = new DeskVisitor(app);
        await visitor.FirstTimeAsync(name, given);
        return visitor;
    }

    /// <summary>Signs in with a password that was given: sets the second factor up and chooses a password.</summary>
    public async Task FirstTimeAsync(string name, string given)
    {
        await PasswordAsync(name, given);
        await FirstCodeAsync();
        using var chosen = await SendAsync("/inspect/password", ("before", given), ("chosen", Password));
        Assert.Equal(("/inspect", HttpStatusCode.Found), (chosen.Headers.Location?.ToString(), chosen.StatusCode));
    }

    public async Task PasswordAsync(string name, string password)
    {
        Name = name;
        using var answer = await SendAsync("/inspect/sign-in", ("name", name), ("password", password));
        Assert.StartsWith("/inspect/second-factor", answer.Headers.Location?.ToString() ?? $"{answer.StatusCode}", StringComparison.Ordinal);
    }

    /// <summary>Sets the second factor up.</summary>
    public async Task FirstCodeAsync()
    {
        var page = await PageAsync("/inspect/second-factor");
        Secret = FromBase32(page.QuerySelector("main code")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        using var answer = await SendAsync("/inspect/second-factor", ("code", Totp.CodeOf(Secret, Totp.StepOf(DateTimeOffset.UtcNow))));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    /// <summary>A page that opens.</summary>
    public async Task<IDocument> PageAsync(string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Http.GetAsync(address);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{address}: {(int)answer.StatusCode} {answer.Headers.Location} {html[..Math.Min(300, html.Length)]}");
        return await new HtmlParser().ParseDocumentAsync(html);
    }

    /// <summary>Sends a form with the token of a page for who is signed in, or of the sign-in page.</summary>
    public async Task<HttpResponseMessage> SendAsync(string address, params (string Name, string Value)[] fields)
    {
        // Who signs in is nobody yet, whoever was signed in before.
        var signsIn = address is "/inspect/sign-in" or "/inspect/second-factor";
        using var own = await Http.GetAsync("/inspect/password");
        var form = !signsIn && own.StatusCode == HttpStatusCode.OK ? await own.Content.ReadAsStringAsync() : await Http.GetStringAsync("/inspect/sign-in");
        var token = TokenForm().Match(form).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", WebUtility.HtmlDecode(token))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await Http.PostAsync(address, content);
    }

    public void Dispose() => Http.Dispose();

    public static byte[] FromBase32(string text)
    {
        var (bytes, bits, held) = (new List<byte>(), 0, 0);
        foreach (var c in text)
        {
            (held, bits) = (held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), bits + 5);
            if (bits < 8) continue;
            bytes.Add((byte)(held >> (bits - 8)));
            (bits, held) = (bits - 8, held & ((1 << (bits - 8)) - 1));
        }
        return [.. bytes];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenForm();
}
