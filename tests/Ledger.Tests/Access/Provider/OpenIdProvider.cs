using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Lotmark.Ledger.Tests.Access.Provider;

/// <summary>A real OpenID Connect provider. Whoever comes is signed in there already, as <see cref="Who"/>; it redeems each code once, and asks for PKCE and the secret.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "lotmark-desk", Secret = "a secret of the client";

    private readonly ConcurrentDictionary<string, bool> _redeemed = new();
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "of-the-provider" };
    private readonly int _port = LedgerProcess.FreePort();
    private WebApplication? _app;

    /// <summary>Its issuer.</summary>
    public string Authority => $"http://127.0.0.1:{_port}/";

    /// <summary>Who is signed in there.</summary>
    public Person Who { get; set; } = new("nobody", "nobody");

    /// <summary>What becomes of ID tokens on their way; null when they arrive as they were made.</summary>
    public Func<JsonObject, string>? Forged { get; set; }

    /// <summary>What was asked in the last authorization request.</summary>
    public OpenIddictRequest? Asked { get; private set; }

    public static async Task<OpenIdProvider> StartedAsync()
    {
        var provider = new OpenIdProvider();
        await provider.StartAsync();
        return provider;
    }

    /// <summary>Starts it, also after it was stopped: at its address and with its key.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Authority);
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode(); // one client and no database: what is checked stands here
            server.SetIssuer(Authority).SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes("profile");
            server.AddSigningKey(_key).AddEphemeralEncryptionKey();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
                return default;
            }));
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                Asked = context.Request;
                context.SignIn(Who.Principal(context.Request.GetScopes()));
                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if ((context.ClientId, context.ClientSecret) != (ClientId, Secret)) context.Reject(Errors.InvalidClient);
                else if (!_redeemed.TryAdd(context.Request.Code!, true)) context.Reject(Errors.InvalidGrant);
                return default;
            }));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                if (Forged is { } forge && context.Response.IdToken is { } token) context.Response.IdToken = forge(JsonNode.Parse(WebEncoders.Base64UrlDecode(token.Split('.')[1]))!.AsObject());
                return default;
            }).SetOrder(int.MinValue));
        });
        _app = builder.Build();
        _app.UseAuthentication();
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_app is null) return;
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>A token of these claims, signed with its key or with another one.</summary>
    public string Sign(JsonObject claims, SecurityKey? key = null) =>
        new JsonWebTokenHandler().CreateToken(claims.ToJsonString(), new SigningCredentials(key ?? _key, SecurityAlgorithms.RsaSha256));

    /// <summary>The same without a signature (RFC 7519, section 6).</summary>
    public static string WithoutSignature(JsonObject claims) => $"{Encoded("""{"alg":"none","typ":"JWT"}""")}.{Encoded(claims.ToJsonString())}.";

    /// <summary>Signed with the secret of the client, which the desk knows as well.</summary>
    public static string SignedWithSecret(JsonObject claims)
    {
        var signed = $"{Encoded("""{"alg":"HS256","typ":"JWT"}""")}.{Encoded(claims.ToJsonString())}";
        return $"{signed}.{WebEncoders.Base64UrlEncode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static string Encoded(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));
}

/// <summary>Somebody whom the provider knows.</summary>
public sealed record Person(string Subject, string Username, params string[] Roles)
{
    public string[] Amr { get; init; } = [];

    public string? Acr { get; init; }

    public string? Authority { get; init; }

    public ClaimsPrincipal Principal(IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("provider");
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.PreferredUsername, Username).SetClaim(Claims.Email, "shared@example.com");
        if (Roles.Length > 0) identity.SetClaims("roles", [.. Roles]);
        if (Amr.Length > 0) identity.SetClaims(Claims.AuthenticationMethodReference, [.. Amr]);
        if (Acr is not null) identity.SetClaim(Claims.AuthenticationContextReference, Acr);
        if (Authority is not null) identity.SetClaim("authority", Authority);
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes);
        return principal;
    }
}
