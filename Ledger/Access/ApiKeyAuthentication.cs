using System.Text.Encodings.Web;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lotmark.Ledger.Access;

/// <summary>Signs in by <c>Authorization: Bearer KEY</c> (RFC 6750). Whatever is wrong with a key, the answer is the same.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Bearer = "Bearer";

    /// <summary>The code of the refusal when the key's role may not do this.</summary>
    public const string NotOpen = "not-open";

    private const int LongestKey = 256;
    private static readonly Wording NoKey = new("Sign in with a key: Authorization: Bearer KEY.", "请使用密钥登录：Authorization: Bearer KEY。");
    private static readonly Wording WrongRole = new("This key does not open this.", "此密钥无权执行该操作。");

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var key = header["Bearer ".Length..].Trim();
        return key.Length is > 0 and <= LongestKey && await keys.FindAsync(key, Context.RequestAborted) is { } holder
            ? AuthenticateResult.Success(new(holder, Scheme.Name))
            : AuthenticateResult.Fail("This key opens nothing.");
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer;
        return NoKey.AsProblem(Context, StatusCodes.Status401Unauthorized, "no-key").ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        WrongRole.AsProblem(Context, StatusCodes.Status403Forbidden, NotOpen).ExecuteAsync(Context);
}
