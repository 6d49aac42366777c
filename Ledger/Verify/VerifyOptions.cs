using Lotmark.Ledger.Identifiers;

namespace Lotmark.Ledger.Verify;

/// <summary>What stands on the command line of <c>verify</c>.</summary>
/// <param name="File">The evidence.</param>
/// <param name="Trust">A trust file, if one is named.</param>
/// <param name="RpcUrls">Nodes to ask; empty to ask those of the trust file, or of the evidence.</param>
/// <param name="Lot">Name of the lot that was asked for, if it is to be compared.</param>
internal sealed record VerifyOptions(string File, string? Trust, IReadOnlyList<Uri> RpcUrls, string? Lot)
{
    private const int PathSegments = 4; // 01/{gtin}/10/{lot}

    /// <summary>Reads the arguments; null when they make no sense.</summary>
    public static VerifyOptions? Parse(string[] arguments)
    {
        string? file = null, trust = null, lot = null;
        var rpcUrls = new List<Uri>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--rpc" when Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https":
                    rpcUrls.Add(url);
                    i++;
                    break;
                case "--trust" when value is not null && trust is null:
                    trust = value;
                    i++;
                    break;
                case "--lot" when value is not null && lot is null:
                    if ((lot = Name(value)) is null) return null;
                    i++;
                    break;
                case ['-', ..]:
                    return null;
                default:
                    if (file is not null) return null;
                    file = arguments[i];
                    break;
            }
        }
        return file is null ? null : new(file, trust, rpcUrls, lot);
    }

    // The path of a QR code, or the whole link. Another spelling of the percent-encoding is the same lot.
    private static string? Name(string link)
    {
        var segments = link.Split('/');
        try
        {
            return segments.Length < PathSegments ? null : LotKey.FromPath(string.Join('/', segments[^PathSegments..])).Path;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
