using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Http;

/// <summary>The answer to <c>OPTIONS</c>: what may be asked, and that any site may ask it.</summary>
internal static class Preflight
{
    private const string Methods = "GET, HEAD, OPTIONS";

    public static void Answer(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        http.Response.Headers.Allow = Methods;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowMethods = Methods;
        http.Response.Headers.AccessControlAllowHeaders = "Accept, Accept-Language, If-None-Match";
    }
}
