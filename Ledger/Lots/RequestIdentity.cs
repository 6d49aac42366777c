using System.Security.Cryptography;
using System.Text;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Problems;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Lots;

/// <summary>Which request this is, by the caller's Idempotency-Key: sent again, it is answered as the first time.</summary>
/// <param name="Id">The caller's key and the Idempotency-Key.</param>
/// <param name="Hash">SHA-256 of method, path and body, hex.</param>
public sealed record RequestIdentity(string Id, string Hash)
{
    internal const int MaxLength = 255;

    /// <summary>The refusal when an Idempotency-Key comes back with another body.</summary>
    public static readonly Decision.Refused Reused = new(
        "idempotency-key-reused", StatusCodes.Status422UnprocessableEntity,
        new("This Idempotency-Key was used with another request before.", "此 Idempotency-Key 已用于另一个请求。"));

    /// <summary>Reads the header; null when there is none.</summary>
    /// <exception cref="InvalidRequestException">Longer than 255 characters, or not printable ASCII.</exception>
    public static RequestIdentity? From(HttpContext context, Actor actor, byte[] bodyHash)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) return null;
        if (key.Length <= MaxLength && key.All(c => c is >= ' ' and <= '~'))
        {
            var request = Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n");
            return new($"{actor.Organisation}/{actor.Key} {key}", Convert.ToHexStringLower(SHA256.HashData([.. request, .. bodyHash])));
        }
        var errors = new FieldErrors();
        errors.Add("Idempotency-Key", new("idempotency-key", "An Idempotency-Key has 1 to 255 printable ASCII characters.", "Idempotency-Key应为1至255个可打印ASCII字符。"), key);
        throw new InvalidRequestException(errors);
    }

    internal RememberedRequest Remember(string lot, int version) => new(Id, Hash, lot, version);
}

/// <summary>A request that was carried out, kept in the transaction that carried it out.</summary>
public sealed record RememberedRequest(string Id, string Hash, string Lot, int Version);

/// <summary>How the API's description tells of retries.</summary>
public static class RequestIdentityDescribed
{
    /// <summary>Describes how a retry is made safe.</summary>
    /// <param name="route">The route.</param>
    /// <param name="once">What becomes of the same request with the same key.</param>
    public static RouteHandlerBuilder KnownAgain(this RouteHandlerBuilder route, string once = "carried out once") => route
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = $"Makes a retry safe: the same request with the same key is {once}; another request with it is 422.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestIdentity.MaxLength },
            });
            return Task.CompletedTask;
        });
}
