using System.Security.Claims;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Access;

/// <summary>Who is asking.</summary>
/// <param name="Organisation">Id of the organisation.</param>
/// <param name="Uscc">Its unified social credit code, if any.</param>
/// <param name="Key">Label of the key that was used.</param>
/// <param name="Role">What the key opens.</param>
public sealed record Actor(string Organisation, Uscc? Uscc, string Key, Role Role)
{
    /// <summary>Who has signed in.</summary>
    public static ValueTask<Actor> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.User));

    internal static Actor From(ClaimsPrincipal user) =>
        Of(user) ?? throw new InvalidOperationException("This route asks who is asking and lets everybody in: say what it Opens.");

    internal static Actor? Of(ClaimsPrincipal user) => user.Identity is SignedIn { Who: var who } ? who : SignedInAccount.Of(user)?.Actor;

    /// <summary>As who a request is signed in.</summary>
    public ClaimsPrincipal AsPrincipal() => new(new SignedIn(this));

    // The role is a claim because authorization policies ask for it.
    private sealed class SignedIn(Actor actor) : ClaimsIdentity([new(ClaimTypes.Role, actor.Role.ToString())], ApiKeyAuthentication.Bearer)
    {
        public Actor Who => actor;
    }
}
