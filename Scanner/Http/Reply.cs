using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Http;

/// <summary>One answer, whole in memory: what it says, and the headers that all answers share.</summary>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    /// <summary>What a page may load; the default is nothing at all.</summary>
    public string ContentSecurityPolicy { get; init; } = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>How long and where an answer may be kept. News of a recall may not be late, so every use is checked by default.</summary>
    public string CacheControl { get; init; } = "public, max-age=0, must-revalidate";

    /// <summary>The request headers that shaped the answer; null if none did.</summary>
    public string? Vary { get; init; }

    /// <summary>How the body is packed (RFC 9110, section 8.4); null if it is not.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The language of the answer (RFC 5646); null if it has none.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>An answer made of text.</summary>
    public static Reply Text(int status, string contentType, string text) => new(status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends the answer, or 304 if the client has it already (RFC 9110, section 13.1.2).</summary>
    public async Task WriteAsync(HttpContext http)
    {
        var (response, headers) = (http.Response, http.Response.Headers);
        headers.AccessControlAllowOrigin = "*";
        headers.CacheControl = CacheControl;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.Vary = Vary;
        headers.ContentLanguage = ContentLanguage;
        headers.ContentEncoding = ContentEncoding;

        response.StatusCode = Status;
        if (Status == StatusCodes.Status200OK)
        {
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Body).AsSpan(0, 16))}\"");
            headers.ETag = tag.ToString();
            if (IsKnown(http.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(Body, http.RequestAborted);
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false));
}
