using System.Reflection;
using System.Security.Cryptography;
using FluentValidation;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Lotmark.Ledger.Requests;

/// <summary>A request body that was read and found valid. Anything wrong is answered with 400 before the handler runs.</summary>
/// <param name="Value">The request.</param>
/// <param name="BodyHash">SHA-256 of the body as it came.</param>
/// <param name="Warnings">What is unusual about it without being wrong.</param>
public sealed record Valid<T>(T Value, byte[] BodyHash, FieldErrors Warnings) : IEndpointParameterMetadataProvider where T : class
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

        var (errors, warnings) = (new FieldErrors(), new FieldErrors());
        var value = StrictJson.Read<T>(body, errors);
        if (value is not null) context.RequestServices.GetRequiredService<IValidator<T>>().Check(value, errors, warnings);
        return errors.Any ? throw new InvalidRequestException(errors) : new(value!, SHA256.HashData(body.Span), warnings);
    }

    /// <inheritdoc />
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}
