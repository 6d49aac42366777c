using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Lotmark.Ledger.Access;

/// <summary>Who may do what.</summary>
public static class Policies
{
    /// <summary>Importers.</summary>
    public const string Importers = "importers";

    /// <summary>Anybody with a key.</summary>
    public const string SignedIn = "signed-in";
}

/// <summary>Organisations, their keys, sign-in.</summary>
public static class AccessModule
{
    /// <summary>Adds sign-in by API key and the policies.</summary>
    public static void AddAccess(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddDataProtection().SetApplicationName("lotmark").PersistKeysToFileSystem(new(settings.PathOf("sign-in-keys")));
        builder.Services.AddAuthentication(ApiKeyAuthentication.Bearer)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Bearer, null);
        builder.Services.AddSingleton<FirstKeys>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Importers, policy => policy.RequireRole(nameof(Role.Importer)))
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser());
        builder.Services.ConfigureMarten(options =>
        {
            options.Schema.For<Organisation>();
            options.Schema.For<ApiKey>();
        });
    }
}
