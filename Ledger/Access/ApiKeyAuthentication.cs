using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Lotmark.Ledger.Problems;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Lotmark.Ledger.Access;

/// <summary>Signs in by <c>Authorization: Bearer KEY</c> (RFC 6750).</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IDocumentStore store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Bearer = "Bearer";

    private static readonly Wording NoKey = new("Sign in with a key: Authorization: Bearer KEY.", "请使用密钥登录：Authorization: Bearer KEY。");
    private static readonly Wording WrongRole = new("This key does not open this.", "此密钥无权执行该操作。");

    /// <summary>Id under which a key is kept. Looked up by hash, so that no timing tells anything about the key.</summary>
    public static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        await using var session = store.QuerySession();
        if (await session.LoadAsync<ApiKey>(IdOf(header["Bearer ".Length..].Trim()), Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail("Unknown key.");
        var organisation = await session.LoadAsync<Organisation>(key.Organisation, Context.RequestAborted)
            ?? throw new InvalidOperationException($"Key {key.Label} belongs to an organisation that does not exist.");
        return AuthenticateResult.Success(new(new ClaimsPrincipal(Actor.Identity(key, organisation, Scheme.Name)), Scheme.Name));
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer;
        return TypedResults.Problem(
            title: NoKey.For(Context), statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(Context);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => TypedResults.Problem(
        title: WrongRole.For(Context), statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
