namespace Lotmark.Ledger.Access;

/// <summary>Somebody who would do something: what rules about one's own and other people's lots ask.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Operation">What.</param>
public readonly record struct Permit(Actor Actor, Operation Operation)
{
    /// <summary>How far the permission goes.</summary>
    public Reach Reach => Permissions.Of(Actor.Role, Operation);
}

/// <summary>What a route opens for, in its metadata: the tests find there what to expect of it.</summary>
/// <param name="Operation">The operation.</param>
public sealed record Opening(Operation Operation);

/// <summary>How capabilities say who may come in.</summary>
public static class Permitting
{
    extension(Actor actor)
    {
        /// <summary>This one, about to do this.</summary>
        public Permit To(Operation operation) => new(actor, operation);
    }

    /// <summary>
    /// Lets in whoever may do this at all: 401 without a key, 403 with one of another role. Whether it may do it with this very lot is
    /// asked where the lot is read, by <see cref="Permit.Reach" />.
    /// </summary>
    public static RouteHandlerBuilder Opens(this RouteHandlerBuilder route, Operation operation) => route
        .RequireAuthorization(policy => policy.RequireRole(Permissions.MayDo(operation).Select(role => role.ToString())))
        .WithMetadata(new Opening(operation))
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
