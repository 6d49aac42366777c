using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Reports;

/// <summary>The form as it came (RFC 7578): its fields as text, and its photo.</summary>
internal sealed class SentForm
{
    /// <summary>No request is longer: a photo that is too large is read past, so that what else was filled in is not lost.</summary>
    public const long LongestBody = 32 << 20;

    private const int LongestBoundary = 100;
    private const int LongestField = 1 << 15;
    private const int MostParts = 16;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string?> _fields = new(StringComparer.Ordinal);

    /// <summary>The photo; null when none was chosen.</summary>
    public byte[]? Photo { get; private set; }

    /// <summary>Whether there was one, and more of it than is taken.</summary>
    public bool PhotoIsTooLarge { get; private set; }

    /// <summary>A field: "" when it is not there, null when it is no text.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name, "");

    /// <summary>Reads it.</summary>
    /// <exception cref="BadHttpRequestException">With 400, 413 or 415: it is no such form, too long, or cut off.</exception>
    public static async Task<SentForm> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= LongestBoundary } boundary)
            throw new BadHttpRequestException("No multipart form.", StatusCodes.Status415UnsupportedMediaType);

        var form = new SentForm();
        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            for (var parts = 0; await reader.ReadNextSectionAsync(cancel) is { } part; parts++)
            {
                if (parts == MostParts) throw new BadHttpRequestException("Too many parts.");
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) throw new BadHttpRequestException("A part without a name.");
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (name == "photo") await form.TakePhotoAsync(part.Body, cancel);
                else if (!form._fields.ContainsKey(name)) form._fields[name] = await TextAsync(part.Body, cancel);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The form is not well formed, or cut off.", e);
        }
        return form;
    }

    private async Task TakePhotoAsync(Stream body, CancellationToken cancel)
    {
        using var photo = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await body.ReadAsync(buffer, cancel) is > 0 and var length)
        {
            PhotoIsTooLarge |= photo.Length + length > ReportPhoto.LongestFile;
            if (!PhotoIsTooLarge) photo.Write(buffer, 0, length);
        }
        if (PhotoIsTooLarge) Photo = null;
        else if (photo.Length > 0) Photo ??= photo.ToArray();
    }

    private static async Task<string?> TextAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        if (length > LongestField) throw new BadHttpRequestException("A field is too long.", StatusCodes.Status413PayloadTooLarge);
        try
        {
            return Utf8.GetString(buffer, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
