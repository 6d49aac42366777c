using System.Globalization;
using System.Text.RegularExpressions;

namespace Lotmark.Ledger.Requests;

/// <summary>How long a caller would wait for more than the usual answer: <c>Prefer: wait=N</c>, in seconds (RFC 7240).</summary>
public static partial class PreferredWait
{
    /// <summary>Nobody is kept waiting longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>What the caller prefers, at most <see cref="Longest" />; null without the preference, or when it is malformed, as the RFC asks.</summary>
    public static TimeSpan? Of(HttpRequest request)
    {
        // Several header lines are one list, and of a preference given twice the first counts.
        var first = Preference().Matches(string.Join(',', request.Headers["Prefer"].ToArray()))
            .FirstOrDefault(p => p.Groups["name"].Value.Equals("wait", StringComparison.OrdinalIgnoreCase));
        if (first is null || !first.Groups["seconds"].Success) return null;
        return int.TryParse(first.Groups["seconds"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : Longest;
    }

    /// <summary>Says in the answer that the preference was followed.</summary>
    public static void Applied(HttpResponse response, TimeSpan wait) =>
        response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={(int)wait.TotalSeconds}");

    // One item of the list: what is in quotes may hold commas. Its parameters are passed over.
    [GeneratedRegex("""(?:^|,)[ \t]*(?<name>[^\s,;="]+)(?:[ \t]*=[ \t]*(?:(?<seconds>[0-9]+)(?=[ \t]*(?:[;,]|$)))?)?(?:[^",]|"(?:[^"\\]|\\.)*")*""")]
    private static partial Regex Preference();
}
