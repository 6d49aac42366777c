using FluentValidation;
using Lotmark.Ledger.Access.Accounts;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Lotmark.Ledger.Access;

/// <summary>Organisations, their places and keys, sign-in, limits.</summary>
public static class AccessModule
{
    /// <summary>Adds sign-in by API key, and what the use cases need.</summary>
    public static void AddAccess(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddDataProtection().SetApplicationName("lotmark").PersistKeysToFileSystem(new(settings.PathOf("sign-in-keys")));
        builder.Services.AddAuthentication(ApiKeyAuthentication.Bearer)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Bearer, null);
        builder.AddAccounts();
        builder.Services.AddAuthorization();
        builder.Services.AddRateLimiter(RateLimits.From(builder.Configuration).Configure);

        builder.Services.AddSingleton(new SchemaFile("Access.schema.sql"));
        builder.Services.AddSingleton<Organisations>();
        builder.Services.AddSingleton<Locations>();
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService<KeyUpkeep>();
        builder.Services.AddSingleton<FirstKeys>();
        builder.Services.AddSingleton<IValidator<RegisterOrganisation>, RegisterOrganisation.Validator>();
        builder.Services.AddSingleton<IValidator<RegisterLocation>, RegisterLocation.Validator>();
        builder.Services.AddSingleton<IValidator<CreateKey>, CreateKey.Validator>();
        builder.Services.ConfigureMarten(options =>
        {
            // Made by schema.sql: Marten would index members by their C# names, which are not those of the JSON.
            options.Schema.For<Organisation>().IgnoreIndex("organisation_uscc");
            options.Schema.For<Location>().IgnoreIndex("location_organisation");
        });
    }

    /// <summary>Serves organisations, keys, places and who one is.</summary>
    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        var organisations = app.MapGroup("/api/organisations").WithTags("Organisations");
        ReadOrganisations.Map(organisations);
        RegisterOrganisation.Map(organisations);
        ChangeOrganisation.Map(organisations);
        ListKeys.Map(organisations);
        CreateKey.Map(organisations);
        RevokeKey.Map(organisations);

        var locations = app.MapGroup("/api/locations").WithTags("Locations");
        ReadLocations.Map(locations);
        RegisterLocation.Map(locations);
        ChangeLocation.Map(locations);
        ReadLocations.MapPublic(app);

        OwnOrganisation.Map(app.MapGroup("/api").WithTags("Organisations"));
    }
}
