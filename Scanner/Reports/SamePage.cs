using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Reports;

/// <summary>Whether a form was sent from a page of this very site: what a browser says of it can't be said by another site (Fetch Standard, section 3.1; Fetch Metadata).</summary>
internal sealed class SamePage(PublicAddress address)
{
    public bool Sent(HttpRequest request)
    {
        // Sent over https and from the machine itself only; where it is missing, Origin says the same.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site == "same-origin";
        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && origin.Scheme is "http" or "https"
            && (origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase) // the scheme is a proxy's to know
                || (Uri.TryCreate(address.Url, UriKind.Absolute, out var own) && own.Authority == origin.Authority));
    }
}
