using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Lotmark.Ledger.Interchange.Webhooks;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

/// <summary>What goes out, and where it does not go.</summary>
public sealed class WebhookSenderTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void A_signature_is_the_one_that_the_specification_shows()
    {
        // The example of Standard Webhooks.
        var secret = Convert.FromBase64String("plJ3nmyCDGBKInavdOK15jsl");

        var signed = WebhookSecret.Sign("msg_loFOjxBNrRLzqYUf", 1731705121, """{"event_type":"ping","data":{"success":true}}""", secret);

        Assert.Equal("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=", signed);
    }

    [Fact]
    public async Task OpenSSL_makes_the_same_signature()
    {
        var (id, body) = ("msg_1", """{"type":"lot.held","data":{"lot":"01/09520123451189/10/上海"}}""");
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", $"hexkey:{Convert.ToHexStringLower(Secret)}", "-binary"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await openssl.StandardInput.WriteAsync($"{id}.1700000000.{body}");
        openssl.StandardInput.Close();
        using var made = new MemoryStream();
        await openssl.StandardOutput.BaseStream.CopyToAsync(made);

        Assert.Equal($"v1,{Convert.ToBase64String(made.ToArray())}", WebhookSecret.Sign(id, 1700000000, body, Secret));
    }

    [Fact]
    public void A_secret_is_written_as_the_specification_says()
    {
        var written = WebhookSecret.Written(WebhookSecret.New());

        Assert.StartsWith("whsec_", written, StringComparison.Ordinal);
        Assert.InRange(Convert.FromBase64String(written["whsec_".Length..]).Length, 24, 64);
    }

    [Theory]
    [InlineData("8.8.8.8", AddressReach.Public)]
    [InlineData("114.114.114.114", AddressReach.Public)]
    [InlineData("2400:3200::1", AddressReach.Public)]
    [InlineData("2606:4700:4700::1111", AddressReach.Public)]
    [InlineData("127.0.0.1", AddressReach.Private)]
    [InlineData("127.255.255.254", AddressReach.Private)]
    [InlineData("10.1.2.3", AddressReach.Private)]
    [InlineData("172.16.0.1", AddressReach.Private)]
    [InlineData("172.31.255.255", AddressReach.Private)]
    [InlineData("172.32.0.1", AddressReach.Public)]
    [InlineData("192.168.1.1", AddressReach.Private)]
    [InlineData("::1", AddressReach.Private)]
    [InlineData("fc00::1", AddressReach.Private)]
    [InlineData("fdab::1", AddressReach.Private)]
    [InlineData("0.0.0.0", AddressReach.Never)]
    [InlineData("0.1.2.3", AddressReach.Never)]
    [InlineData("100.64.0.1", AddressReach.Never)] // shared by carriers; Alibaba's metadata is 100.100.100.200
    [InlineData("100.100.100.200", AddressReach.Never)]
    [InlineData("169.254.169.254", AddressReach.Never)] // metadata of most clouds
    [InlineData("168.63.129.16", AddressReach.Never)] // Azure's
    [InlineData("192.0.0.192", AddressReach.Never)] // Oracle's
    [InlineData("fd00:ec2::254", AddressReach.Never)] // Amazon's
    [InlineData("192.0.2.1", AddressReach.Never)]
    [InlineData("198.18.0.1", AddressReach.Never)]
    [InlineData("198.51.100.1", AddressReach.Never)]
    [InlineData("203.0.113.1", AddressReach.Never)]
    [InlineData("224.0.0.1", AddressReach.Never)]
    [InlineData("239.255.255.255", AddressReach.Never)]
    [InlineData("240.0.0.1", AddressReach.Never)]
    [InlineData("255.255.255.255", AddressReach.Never)]
    [InlineData("::", AddressReach.Never)]
    [InlineData("::ffff:127.0.0.1", AddressReach.Never)]
    [InlineData("::ffff:8.8.8.8", AddressReach.Never)]
    [InlineData("::ffff:10.0.0.1", AddressReach.Never)]
    [InlineData("::ffff:169.254.169.254", AddressReach.Never)]
    [InlineData("::ffff:0:8.8.8.8", AddressReach.Never)]
    [InlineData("::127.0.0.1", AddressReach.Never)]
    [InlineData("64:ff9b::7f00:1", AddressReach.Never)] // NAT64
    [InlineData("64:ff9b:1::1", AddressReach.Never)]
    [InlineData("2002:7f00:1::", AddressReach.Never)] // 6to4
    [InlineData("2001:0:5ef5:79fb::1", AddressReach.Never)] // Teredo
    [InlineData("2001:db8::1", AddressReach.Never)]
    [InlineData("3fff::1", AddressReach.Never)]
    [InlineData("fe80::1", AddressReach.Never)]
    [InlineData("fe80::1%1", AddressReach.Never)]
    [InlineData("fec0::1", AddressReach.Never)]
    [InlineData("ff02::1", AddressReach.Never)]
    [InlineData("100::1", AddressReach.Never)]
    [InlineData("5f00::1", AddressReach.Never)]
    public void Whom_one_reaches_is_told_by_the_address(string address, AddressReach reach) => Assert.Equal(reach, IPAddress.Parse(address).Reach);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")] // a name, looked at when the connection is made
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    [InlineData("2130706433")] // 127.0.0.1 as one number
    [InlineData("0x7f.1")]
    public async Task Nothing_goes_to_this_machine_unless_the_settings_say_so(string host)
    {
        await using var receiver = await Receiver.StartAsync();
        using var sender = new WebhookSender(WebhookSettings.Default, TimeProvider.System);
        var port = new Uri(receiver.Address()).Port;

        foreach (var scheme in new[] { "http", "https" })
        {
            var result = await sender.SendAsync(new($"{scheme}://{host}:{port}/hook"), "msg_1", "{}", [Secret], CancellationToken.None);
            Assert.Equal((null, DeliveryFault.AddressRefused), (result.Status, result.Fault));
        }
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task Even_where_the_settings_say_so_some_addresses_stay_closed_and_plain_HTTP_stays_at_home()
    {
        using var sender = new WebhookSender(WebhookSettings.Default with { PrivateAddresses = true }, TimeProvider.System);

        foreach (var url in new[] { "http://169.254.169.254/latest/meta-data", "https://[fd00:ec2::254]/", "http://0.0.0.0:1/", "http://8.8.8.8/" })
            Assert.Equal(DeliveryFault.AddressRefused, (await sender.SendAsync(new(url), "msg_1", "{}", [Secret], CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task No_redirect_is_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Redirect(receiver.Address("/elsewhere"));
            return Task.CompletedTask;
        };

        var result = await TryAsync(receiver.Address());

        Assert.Equal((302, DeliveryFault.Redirected), (result.Status, result.Fault));
        Assert.Equal("/hook", Assert.Single(receiver.All).Path);
    }

    [Fact]
    public async Task Of_an_answer_the_beginning_is_kept_without_what_could_do_harm()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswerWith(500, "\u001b[31mno\u0000 \u202Eway\u2028" + new string('虾', 100_000));

        var result = await TryAsync(receiver.Address());

        Assert.Equal((500, DeliveryFault.Answered), (result.Status, result.Fault));
        Assert.Equal(WebhookSender.KeptAnswer, result.Answer!.Length + 1); // the blank before it is cut off
        Assert.StartsWith("[31mno   way 虾虾", result.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_answer_is_waited_for_ten_seconds()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        var watch = Stopwatch.StartNew();

        var result = await TryAsync(receiver.Address());

        Assert.Equal((null, DeliveryFault.Timeout), (result.Status, result.Fault));
        Assert.InRange(watch.Elapsed.TotalSeconds, 9, 30);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_taken()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var receiver = await Receiver.StartAsync(certificate);

        Assert.Equal(DeliveryFault.Certificate, (await TryAsync(receiver.Address())).Fault);
    }

    [Fact]
    public async Task Why_nobody_answers_is_told_apart()
    {
        string address;
        await using (var gone = await Receiver.StartAsync()) address = gone.Address();

        Assert.Equal(DeliveryFault.Unreachable, (await TryAsync(address)).Fault);
        Assert.Equal(DeliveryFault.NameUnknown, (await TryAsync("https://no-such-name.invalid/")).Fault);
    }

    private static async Task<TryResult> TryAsync(string url)
    {
        using var sender = new WebhookSender(WebhookSettings.Default with { PrivateAddresses = true }, TimeProvider.System);
        return await sender.SendAsync(new(url), "msg_1", "{}", [Secret], CancellationToken.None);
    }
}
