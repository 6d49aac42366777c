using Lotmark.Ledger.Problems;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Requests;

/// <summary>Bodies are taken as they are. A compressed one can hide a thousand times its size: it is refused unread (RFC 9110, section 8.4; RFC 7694).</summary>
public static class PlainBodies
{
    private static readonly Wording Encoded = new(
        "Send the body without Content-Encoding: compressed bodies are not taken.", "请勿使用Content-Encoding：不接受压缩的请求内容。");

    /// <summary>Refuses a request whose body is encoded.</summary>
    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return next(context);
        context.Response.Headers[HeaderNames.AcceptEncoding] = "identity";
        return Encoded.AsProblem(context, StatusCodes.Status415UnsupportedMediaType, "content-encoding").ExecuteAsync(context);
    }
}
