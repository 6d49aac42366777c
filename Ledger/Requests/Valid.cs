using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lotmark.Ledger.Requests;

/// <summary>A request body that was read and found valid. Anything wrong is answered with 400 before the handler runs.</summary>
/// <param name="Value">The request.</param>
/// <param name="BodyHash">SHA-256 of the body as it came.</param>
public sealed record Valid<T>(T Value, byte[] BodyHash) : IEndpointParameterMetadataProvider where T : class
{
    /// <summary>Reads the body and asks the validator of <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidRequestException">With every wrong field.</exception>
    public static async ValueTask<Valid<T>> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new BadHttpRequestException("Send the body as application/json.", StatusCodes.Status415UnsupportedMediaType);
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);

        var errors = new FieldErrors();
        var value = StrictJson.Read<T>(body, errors);
        if (value is not null)
        {
            var validator = context.RequestServices.GetRequiredService<IValidator<T>>();
            foreach (var failure in (await validator.ValidateAsync(value, context.RequestAborted)).Errors)
                errors.Add(JsonPath(failure.PropertyName), (FieldProblem)failure.CustomState, failure.AttemptedValue?.ToString());
        }
        return errors.Any ? throw new InvalidRequestException(errors) : new(value!, SHA256.HashData(body.Span));
    }

    private static string JsonPath(string memberPath) => string.Join('.', memberPath.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
