using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Serials;

/// <summary>Whether a person has a page before the eyes because a code was scanned.</summary>
internal static class Look
{
    private static readonly string[] Purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];
    private static readonly string[] Ahead = ["prefetch", "prerender", "preview"];

    /// <summary>
    /// A page view counts; not what a program, a preview or a browser that reads ahead asks for, nor a step from one of our own pages to another
    /// (Fetch Metadata, section 2.3), such as the switch of language.
    /// </summary>
    public static bool Counts(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Purposes.Any(name => Ahead.Any(word => request.Headers[name].ToString().Contains(word, StringComparison.OrdinalIgnoreCase)))
        && request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document"
        && request.Headers["Sec-Fetch-Site"].ToString() is not ("same-origin" or "same-site")
        && !request.Query.ContainsKey("lang");
}
