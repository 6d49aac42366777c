using Lotmark.Ledger.Access.Accounts;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Lotmark.Ledger.Access.Provider;

/// <summary>Sign-in by OpenID Connect: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700).</summary>
public static class ProviderModule
{
    /// <summary>Scheme of the provider.</summary>
    public const string Scheme = "desk-provider";

    /// <summary>Where the provider sends people back to.</summary>
    public const string CallbackPath = "/inspect/sign-in/provider/answer";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Skew = TimeSpan.FromMinutes(1);

    // Made with a key that only the provider has: none of those that the desk could make itself with its secret, and none without a signature.
    private static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Adds it, if the settings name a provider. What becomes of its answers <paramref name="events" /> say.</summary>
    public static void AddProvider(this WebApplicationBuilder builder, Settings settings, OpenIdConnectEvents events)
    {
        if (ProviderSettings.From(builder.Configuration) is not { } provider) return;
        builder.Services.AddSingleton(provider);
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = provider.Authority.ToString();
            options.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
            (options.ClientId, options.ClientSecret) = (provider.ClientId, provider.ClientSecret);
            (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
            options.Scope.Clear();
            foreach (var scope in provider.Scopes) options.Scope.Add(scope);
            (options.CallbackPath, options.RemoteSignOutPath, options.SignedOutCallbackPath) = (CallbackPath, default, default);
            options.SignInScheme = SignedInAccount.HalfScheme; // never reached: the events sign in
            (options.SaveTokens, options.UseTokenLifetime, options.GetClaimsFromUserInfoEndpoint, options.DisableTelemetry) = (false, false, false, true);
            options.BackchannelTimeout = Patience;
            options.MapInboundClaims = false;
            options.ClaimActions.Clear(); // it would take away what is asked for
            options.TokenHandler = new OnlySignedTokens();
            (options.TokenValidationParameters.ValidAlgorithms, options.TokenValidationParameters.ClockSkew) = (Signatures, Skew);
            // The answer comes by a link, and so the cookies may be kept from all other ways into the site.
            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = settings.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            }
            options.Events = events;
        });
    }

    // For the code flow the framework asks for no signature, as the specification allows: whoever came between here and the provider could then be anybody.
    private sealed class OnlySignedTokens : JsonWebTokenHandler
    {
        public OnlySignedTokens() => MapInboundClaims = false;

        public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
        {
            validationParameters.RequireSignedTokens = true;
            return base.ValidateTokenAsync(token, validationParameters);
        }
    }
}
