using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Lotmark.Scanner.Http;

/// <summary>The path of a request as it was sent. The decoded path can't tell a slash that ends a segment from one that a lot number holds.</summary>
public static class RawPath
{
    /// <summary>The path, still percent-encoded, without query.</summary>
    public static string Of(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        if (path.StartsWith('/')) return path;

        // Absolute form (RFC 9112, section 3.2.2), as proxies send it.
        var authority = path.IndexOf("://", StringComparison.Ordinal);
        var start = authority < 0 ? -1 : path.IndexOf('/', authority + 3);
        return start < 0 ? "/" : path[start..];
    }
}
