using System.Globalization;

namespace Lotmark.Ledger.ColdChain;

/// <summary>When a temperature counts as an excursion.</summary>
/// <param name="Tolerance">A time outside the limits counts when it is longer (<c>ColdChain:Tolerance</c>, minutes; 30).</param>
/// <param name="Margin">Degrees beyond a limit that are not yet outside (<c>ColdChain:Margin</c>; 0).</param>
/// <param name="LongestGap">A reading stands for the time until the next, at most for this long (<c>ColdChain:LongestGap</c>, minutes; 120).</param>
public sealed record ColdChainSettings(TimeSpan Tolerance, decimal Margin, TimeSpan LongestGap)
{
    /// <summary>What holds when nothing is set.</summary>
    public static readonly ColdChainSettings Default = new(TimeSpan.FromMinutes(30), 0, TimeSpan.FromMinutes(120));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static ColdChainSettings From(IConfiguration configuration) => new(
        Minutes(configuration, "ColdChain:Tolerance", Default.Tolerance, 0),
        Number(configuration, "ColdChain:Margin", 0, 10) ?? Default.Margin,
        Minutes(configuration, "ColdChain:LongestGap", Default.LongestGap, 1));

    private static TimeSpan Minutes(IConfiguration configuration, string name, TimeSpan otherwise, decimal least) =>
        Number(configuration, name, least, 10080) is { } minutes ? TimeSpan.FromMinutes((double)minutes) : otherwise;

    private static decimal? Number(IConfiguration configuration, string name, decimal least, decimal most)
    {
        if (configuration[name] is not { Length: > 0 } text) return null;
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartupException($"{name} is '{text}'; it takes a number from {least} to {most}.");
    }
}
