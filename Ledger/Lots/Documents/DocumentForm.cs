using System.Security.Cryptography;
using FluentValidation;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>The multipart form of a document, read as it comes (RFC 7578).</summary>
/// <param name="Document">What it says.</param>
/// <param name="File">Its file.</param>
/// <param name="Hash">SHA-256 over what both parts hold.</param>
/// <param name="Warnings">What is unusual.</param>
public sealed record DocumentForm(AttachDocument Document, UploadedFile File, byte[] Hash, FieldErrors Warnings) : IAsyncDisposable
{
    private const int LongestDocument = 1 << 14;
    private const int LongestBoundary = 100;

    /// <summary>Reads it.</summary>
    /// <exception cref="BadHttpRequestException">It is no such form, or the file is too long.</exception>
    /// <exception cref="InvalidRequestException">With every wrong field.</exception>
    public static async Task<DocumentForm> ReadAsync(HttpContext context, IValidator<AttachDocument> validator, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= LongestBoundary } boundary)
            throw new BadHttpRequestException("Send a multipart/form-data form with the parts document and file.", StatusCodes.Status415UnsupportedMediaType);

        var errors = new FieldErrors();
        var (parts, file) = (new Dictionary<string, byte[]>(), default(UploadedFile));
        try
        {
            var reader = new MultipartReader(boundary.ToString(), context.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            while (await reader.ReadNextSectionAsync(cancel) is { } part)
            {
                var name = NameOf(part);
                if (name == "file" && file is null) file = await UploadedFile.ReceiveAsync(part.Body, cancel);
                else if (name == "document" && !parts.ContainsKey(name)) parts[name] = await ShortAsync(part.Body, cancel);
                else throw new BadHttpRequestException("The form has the parts document and file, each once.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            if (file is not null) await file.DisposeAsync();
            throw new BadHttpRequestException("The form is not well formed, or cut off.", e);
        }
        catch
        {
            if (file is not null) await file.DisposeAsync();
            throw;
        }

        var warnings = new FieldErrors();
        var missing = new FieldProblem("required", "This part of the form is required.", "表单缺少此部分。");
        var document = parts.TryGetValue("document", out var json) ? StrictJson.Read<AttachDocument>(json, errors) : null;
        if (json is null) errors.Add("document", missing, null);
        else if (document is not null) validator.Check(document, errors, warnings);
        if (file is null or { Size: 0 }) errors.Add("file", missing, null);
        if (!errors.Any) return new(document!, file!, SHA256.HashData([.. SHA256.HashData(json!), .. Convert.FromHexString(file!.Sha256)]), warnings);
        if (file is not null) await file.DisposeAsync();
        throw new InvalidRequestException(errors);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => File.DisposeAsync();

    private static string? NameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).Value : null;

    private static async Task<byte[]> ShortAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[LongestDocument + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return length <= LongestDocument ? buffer[..length] : throw new BadHttpRequestException("The part document is too long.", StatusCodes.Status413PayloadTooLarge);
    }
}
