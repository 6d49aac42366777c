using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Lotmark.Ledger.Access;

/// <summary>Organisations, their keys, sign-in.</summary>
public static class AccessModule
{
    /// <summary>Adds sign-in by API key.</summary>
    public static void AddAccess(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddDataProtection().SetApplicationName("lotmark").PersistKeysToFileSystem(new(settings.PathOf("sign-in-keys")));
        builder.Services.AddAuthentication(ApiKeyAuthentication.Bearer)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Bearer, null);
        builder.Services.AddSingleton<FirstKeys>();
        builder.Services.AddAuthorization();
        builder.Services.ConfigureMarten(options =>
        {
            options.Schema.For<Organisation>();
            options.Schema.For<ApiKey>();
        });
    }
}
