using System.Security.Claims;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Access;

/// <summary>Who is asking.</summary>
/// <param name="Organisation">Id of the organisation.</param>
/// <param name="Uscc">Its unified social credit code, if any.</param>
/// <param name="Key">Label of the key that was used.</param>
/// <param name="Role">What the key opens.</param>
public sealed record Actor(string Organisation, Uscc? Uscc, string Key, Role Role)
{
    /// <summary>From the signed-in principal.</summary>
    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    internal static Actor From(ClaimsPrincipal user)
    {
        var uscc = Identifiers.Uscc.TryParse(user.FindFirstValue("uscc") ?? "", out var code, out _) ? code : (Uscc?)null;
        return new(user.FindFirstValue("organisation")!, uscc, user.FindFirstValue("key")!, Enum.Parse<Role>(user.FindFirstValue(ClaimTypes.Role)!));
    }

    internal static ClaimsIdentity Identity(ApiKey key, Organisation organisation, string scheme) => new(
        [
            new("organisation", organisation.Id), new("key", key.Label), new(ClaimTypes.Role, key.Role.ToString()),
            .. organisation.Uscc is { } uscc ? [new Claim("uscc", uscc)] : Array.Empty<Claim>(),
        ], scheme);
}
