using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Why a try failed.</summary>
public enum DeliveryFault
{
    /// <summary>It was answered with another status than 2xx.</summary>
    Answered,

    /// <summary>It was answered that nothing is there any more (410).</summary>
    Gone,

    /// <summary>It was sent elsewhere (3xx), where nobody follows.</summary>
    Redirected,

    /// <summary>No answer came in time.</summary>
    Timeout,

    /// <summary>Nobody took the connection, or it broke.</summary>
    Unreachable,

    /// <summary>The name leads to no address.</summary>
    NameUnknown,

    /// <summary>The address is none that messages may go to.</summary>
    AddressRefused,

    /// <summary>The certificate is not right.</summary>
    Certificate,

    /// <summary>The endpoint was switched off.</summary>
    Off,
}

/// <summary>What became of one try.</summary>
/// <param name="Status">Status of the answer; null when none came.</param>
/// <param name="Fault">Why it failed; null when it was taken.</param>
/// <param name="RetryAfter">How long the receiver asks to wait; null when it does not.</param>
/// <param name="Answer">How the answer begins; null when none came.</param>
public sealed record TryResult(int? Status, DeliveryFault? Fault, TimeSpan? RetryAfter = null, string? Answer = null);

/// <summary>
/// Sends messages to addresses that strangers chose. Where a connection goes is looked at when it is made, by the address and not by the name: a name that leads
/// elsewhere later leads nowhere. No redirect is followed, no proxy and no cookie used, and little is read.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>A try takes at most this long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>So many characters of an answer are kept.</summary>
    public const int KeptAnswer = 200;

    private const int MostRead = 4096, MostHeaderKilobytes = 16;

    private readonly bool _private;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>Makes one.</summary>
    public WebhookSender(WebhookSettings settings, TimeProvider clock)
    {
        (_private, _clock) = (settings.PrivateAddresses, clock);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = MostRead,
            ActivityHeadersPropagator = null, // our traces are nobody's business
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Lotmark-Webhooks", "1"));
    }

    /// <summary>Tries once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="id">Id of the message.</param>
    /// <param name="body">The message.</param>
    /// <param name="secrets">What signs it: the secret, and the one before it while that signs too.</param>
    /// <param name="cancel">Gives up: the process ends.</param>
    public async Task<TryResult> SendAsync(Uri url, string id, string body, IReadOnlyList<byte[]> secrets, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add(WebhookSecret.IdHeader, id);
            request.Headers.Add(WebhookSecret.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSecret.SignatureHeader, WebhookSecret.Sign(id, timestamp, body, secrets));
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var status = (int)answer.StatusCode;
            return new(status, FaultOf(status), Wait(answer.Headers.RetryAfter), await BeginningAsync(answer, patience.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, DeliveryFault.Timeout);
        }
        catch (HttpRequestException e)
        {
            return new(null, FaultOf(e));
        }
        catch (IOException)
        {
            return new(null, DeliveryFault.Unreachable);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var plain = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp;
        IPAddress[] found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        var open = found.Where(a => a.Reach switch
        {
            AddressReach.Public => !plain,
            AddressReach.Private => _private,
            _ => false,
        }).ToArray();
        if (open.Length == 0) throw new AddressRefusedException();
        // To these very addresses: the name is not asked again.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static DeliveryFault? FaultOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        StatusCodes.Status410Gone => DeliveryFault.Gone,
        >= 300 and < 400 => DeliveryFault.Redirected,
        _ => DeliveryFault.Answered,
    };

    private static DeliveryFault FaultOf(HttpRequestException e) => e switch
    {
        { InnerException: AddressRefusedException } => DeliveryFault.AddressRefused,
        { InnerException: AuthenticationException } or { HttpRequestError: HttpRequestError.SecureConnectionError } => DeliveryFault.Certificate,
        { HttpRequestError: HttpRequestError.NameResolutionError } or { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => DeliveryFault.NameUnknown,
        _ => DeliveryFault.Unreachable,
    };

    private TimeSpan? Wait(RetryConditionHeaderValue? after) => after?.Delta ?? (after?.Date is { } until ? until - _clock.GetUtcNow() : null);

    // Whoever owns the endpoint wants to see what it said; what else it may hold is not for us to carry.
    private static async Task<string> BeginningAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var buffer = new byte[MostRead];
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancel);
            return Sanitised(Encoding.UTF8.GetString(buffer.AsSpan(0, await body.ReadAtLeastAsync(buffer, MostRead, throwOnEndOfStream: false, cancel))));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return ""; // its status stands all the same
        }
    }

    /// <summary>The beginning of a text as it may be shown: no control characters, none that change direction, no halves of characters.</summary>
    public static string Sanitised(string text)
    {
        var shown = new StringBuilder(KeptAnswer);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > KeptAnswer) break;
            var visible = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
            shown.Append(visible ? rune.ToString() : " ");
        }
        return shown.ToString().Trim();
    }

    private sealed class AddressRefusedException : Exception;
}
