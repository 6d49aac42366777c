using System.Globalization;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Custody;

/// <summary>Settings of custody.</summary>
public sealed class CustodySettings
{
    private const string Packages = "packages";

    private readonly Dictionary<string, decimal> _tolerances;

    /// <summary>Reads them.</summary>
    /// <exception cref="StartupException">A tolerance is no number from 0 to 1.</exception>
    public CustodySettings(IConfiguration configuration) =>
        _tolerances = LotCodes.Units.Append(Packages).ToDictionary(unit => unit, unit => Fraction($"Custody:Tolerances:{unit}", configuration));

    /// <summary>
    /// How much more than was used may come out of repacking, as a fraction, for lots of a unit (<c>Custody:Tolerances:KGM</c>, or
    /// <c>packages</c> for counted lots): scales differ. None by default.
    /// </summary>
    public decimal ToleranceOf(string? uom) => _tolerances[uom ?? Packages];

    private static decimal Fraction(string name, IConfiguration configuration) => configuration[name] switch
    {
        null => 0,
        var set when decimal.TryParse(set, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction) && fraction <= 1 => fraction,
        var set => throw new StartupException($"{name} is '{set}'; it takes a fraction such as 0.01."),
    };
}
