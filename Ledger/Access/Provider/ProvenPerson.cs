using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Lotmark.Ledger.Access.Provider;

/// <summary>Somebody of whom a provider says who it is, and that it may work here.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">Who, in the provider's words: the same for ever, unlike names and addresses of mail.</param>
/// <param name="WantedName">What the account would be called.</param>
/// <param name="Organisation">Authority that it belongs to, as far as settings or claims say.</param>
/// <param name="Role">Inspector or supervisor.</param>
public sealed record ProvenPerson(string Issuer, string Subject, string? WantedName, string Organisation, Role Role)
{
    private const int LongestName = 48; // leaves room for what tells two of the same name apart

    /// <summary>The rule by which the claims of an ID token let somebody in.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="settings">What is asked of them.</param>
    public static (ProvenPerson? Person, MissingClaim? Missing) Of(ClaimsPrincipal claims, ProviderSettings settings)
    {
        if (settings.Acr.Count > 0 && !Values(claims, JwtRegisteredClaimNames.Acr).Intersect(settings.Acr, StringComparer.Ordinal).Any()) return (null, new(MissingKind.Strength, JwtRegisteredClaimNames.Acr, settings.Acr));
        if (settings.Amr.Count > 0 && !Values(claims, JwtRegisteredClaimNames.Amr).Intersect(settings.Amr, StringComparer.Ordinal).Any()) return (null, new(MissingKind.Strength, JwtRegisteredClaimNames.Amr, settings.Amr));
        var roles = Values(claims, settings.RoleClaim);
        Role? role = roles.Intersect(settings.Supervisor, StringComparer.Ordinal).Any() ? Role.Supervisor : roles.Intersect(settings.Inspector, StringComparer.Ordinal).Any() ? Role.Inspector : null;
        if (role is not { } given) return (null, new(MissingKind.Role, settings.RoleClaim, [.. settings.Inspector, .. settings.Supervisor]));
        // Of two authorities nobody knows which is meant.
        var organisation = settings.Organisation ?? (Values(claims, settings.OrganisationClaim!) is [var one] ? one : null);
        if (organisation is null) return (null, new(MissingKind.Organisation, settings.OrganisationClaim!, []));
        var (issuer, subject) = IdentityOf(claims);
        return (new(issuer, subject, NameOf(claims.FindFirst(JwtRegisteredClaimNames.PreferredUsername)?.Value), organisation, given), null);
    }

    /// <summary>Who it is, whatever it may.</summary>
    public static (string Issuer, string Subject) IdentityOf(ClaimsPrincipal claims) =>
        (claims.FindFirst(JwtRegisteredClaimNames.Iss)!.Value, claims.FindFirst(JwtRegisteredClaimNames.Sub)!.Value);

    // The claim of that name; else, with dots, what lies within one: "realm_access.roles".
    private static List<string> Values(ClaimsPrincipal claims, string path)
    {
        if (claims.FindAll(path).Select(c => c.Value).ToList() is { Count: > 0 } values) return values;
        if (path.Split('.') is not [var first, .. { Length: > 0 } rest]) return [];
        return [.. claims.FindAll(first).SelectMany(c => Within(c.Value, rest))];
    }

    private static IEnumerable<string> Within(string json, string[] path)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return [];
        }
        foreach (var name in path) node = node is JsonObject members ? members[name] : null;
        return (node is JsonArray many ? [.. many] : (JsonNode?[])[node]).OfType<JsonValue>().Where(v => v.GetValueKind() == JsonValueKind.String).Select(v => v.GetValue<string>());
    }

    private static string? NameOf(string? username)
    {
        var name = new string([.. (username ?? "").Split('@')[0].Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(LongestName)]);
        return CreateKey.IsLabel(name) ? name : null;
    }
}

/// <summary>What an ID token would have to say and does not.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Claim">The claim.</param>
/// <param name="OneOf">Values of which one would do; empty when any would.</param>
public sealed record MissingClaim(MissingKind Kind, string Claim, IReadOnlyList<string> OneOf);

/// <summary>What is missing.</summary>
public enum MissingKind
{
    /// <summary>A role.</summary>
    Role,

    /// <summary>An authority.</summary>
    Organisation,

    /// <summary>A sign-in as strong as is required.</summary>
    Strength,
}
