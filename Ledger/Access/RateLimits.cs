using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace Lotmark.Ledger.Access;

/// <summary>How often the API may be called, by a key or, without one, from an address. Pages, tiles and health are not counted.</summary>
/// <param name="KeyPerSecond">Requests a second that a key may send for ever; 0 sets no limit.</param>
/// <param name="KeyBurst">Requests that it may send at once after a pause.</param>
/// <param name="AddressPerSecond">The same for callers without a key, by address.</param>
/// <param name="AddressBurst">The same for callers without a key, by address.</param>
public sealed record RateLimits(int KeyPerSecond, int KeyBurst, int AddressPerSecond, int AddressBurst)
{
    private static readonly Wording TooFast = new(
        "Too many requests: wait as long as Retry-After says, then go on more slowly.", "请求过于频繁：请按Retry-After等待后再试，并降低频率。");

    /// <summary>Reads <c>RateLimits:…</c>.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static RateLimits From(IConfiguration configuration)
    {
        return new(
            Number(nameof(KeyPerSecond), 200), Math.Max(1, Number(nameof(KeyBurst), 2000)),
            Number(nameof(AddressPerSecond), 20), Math.Max(1, Number(nameof(AddressBurst), 200)));

        int Number(string name, int usual) => configuration[$"RateLimits:{name}"] is not { Length: > 0 } set ? usual
            : int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new StartupException($"RateLimits:{name} is '{set}'; it takes a whole number, 0 for no limit.");
    }

    /// <summary>Sets them.</summary>
    public void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (bool Key, string Name)>(LimitOf);
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var until) ? until : TimeSpan.Zero;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await (ErrorPages.Of(rejected.HttpContext, StatusCodes.Status429TooManyRequests)
                ?? TooFast.AsProblem(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "too-fast")).ExecuteAsync(rejected.HttpContext);
        };
    }

    private RateLimitPartition<(bool, string)> LimitOf(HttpContext context) => Actor.Of(context.User) switch
    {
        _ when !IsCounted(context) => RateLimitPartition.GetNoLimiter((false, "")),
        { } actor => Bucket((true, $"{actor.Organisation}/{actor.Key}"), KeyPerSecond, KeyBurst),
        null => Bucket((false, AddressOf(context.Connection.RemoteIpAddress)), AddressPerSecond, AddressBurst),
    };

    private static bool IsCounted(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || context.Request.Path.StartsWithSegments(AccountsModule.SignInPath, StringComparison.OrdinalIgnoreCase) || context.GetEndpoint()?.Metadata.GetMetadata<Opening>() is not null;

    private static RateLimitPartition<(bool, string)> Bucket((bool, string) who, int perSecond, int burst) => perSecond == 0
        ? RateLimitPartition.GetNoLimiter(who)
        : RateLimitPartition.GetTokenBucketLimiter(who, _ => new()
        {
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            TokenLimit = burst,
            QueueLimit = 0,
        });

    // Who has one IPv6 address has 2^64 of them.
    private static string AddressOf(IPAddress? address) => address switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString(),
        _ => address.MapToIPv4().ToString(),
    };
}
