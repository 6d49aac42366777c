using System.Security.Claims;

namespace Lotmark.Ledger.Access.Accounts;

/// <summary>Who is signed in at the desk, and in which session.</summary>
/// <param name="Id">Account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Organisation">Authority that it belongs to.</param>
/// <param name="Role">Inspector or supervisor.</param>
/// <param name="MustChangePassword">Whether it goes no further before it chose a password.</param>
/// <param name="FromProvider">Whether a provider vouches for it, and it has no password here.</param>
public sealed record SignedInAccount(Guid Id, string Name, string Organisation, Role Role, bool MustChangePassword, bool FromProvider)
{
    /// <summary>Scheme of a session.</summary>
    public const string Scheme = "desk";

    /// <summary>Scheme between password and second factor.</summary>
    public const string HalfScheme = "desk-half";

    /// <summary>Stands in public leaves in the place of a key's label: never a person.</summary>
    public const string KeyLabel = "desk";

    private const string GivenPassword = "given-password";

    private const string Provider = "provider";

    /// <summary>For whom the rules decide.</summary>
    public Actor Actor => new(Organisation, null, KeyLabel, Role);

    /// <summary>Reads it from a session; null for everybody else.</summary>
    public static SignedInAccount? Of(ClaimsPrincipal user) => Of(user, Scheme);

    /// <summary>Reads it from one of the two schemes.</summary>
    internal static SignedInAccount? Of(ClaimsPrincipal user, string scheme)
    {
        if (user.Identity is not ClaimsIdentity { IsAuthenticated: true } identity || identity.AuthenticationType != scheme) return null;
        return new(Guid.Parse(Claim(ClaimTypes.NameIdentifier)), Claim(ClaimTypes.Name), Claim(ClaimTypes.GroupSid), Enum.Parse<Role>(Claim(ClaimTypes.Role)), identity.HasClaim(c => c.Type == GivenPassword), identity.HasClaim(c => c.Type == Provider));

        string Claim(string type) => identity.FindFirst(type)!.Value;
    }

    /// <summary>As who somebody is signed in.</summary>
    internal static ClaimsPrincipal Principal(Account account, string scheme) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(ClaimTypes.Name, account.Name), new(ClaimTypes.GroupSid, account.Organisation), new(ClaimTypes.Role, account.Role.ToString()),
        .. account.PasswordGiven ? [new Claim(GivenPassword, "yes")] : Array.Empty<Claim>(),
        .. account.Issuer is { } issuer ? [new Claim(Provider, issuer)] : Array.Empty<Claim>(),
    ], scheme));
}
