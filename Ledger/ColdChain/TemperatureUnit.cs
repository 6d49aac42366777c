namespace Lotmark.Ledger.ColdChain;

/// <summary>Units of temperature by their codes (UN/ECE Recommendation 20).</summary>
public enum TemperatureUnit
{
    /// <summary><c>CEL</c>, degrees Celsius.</summary>
    Celsius,

    /// <summary><c>FAH</c>, degrees Fahrenheit.</summary>
    Fahrenheit,

    /// <summary><c>KEL</c>, kelvin.</summary>
    Kelvin,
}

/// <summary>Knows the units' codes, and Celsius in all of them.</summary>
public static class TemperatureUnits
{
    private static readonly string[] Codes = ["CEL", "FAH", "KEL"];

    /// <summary>The unit's code.</summary>
    public static string Code(this TemperatureUnit unit) => Codes[(int)unit];

    /// <summary>The unit of a code that this ledger stored.</summary>
    public static TemperatureUnit Of(string code) => (TemperatureUnit)Array.IndexOf(Codes, code);

    /// <summary>Reads a code, or a sign as data loggers write it (<c>°C</c>, <c>℃</c>, <c>F</c>, <c>K</c>).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TemperatureUnit unit)
    {
        TemperatureUnit? known = text.Trim() switch
        {
            "CEL" or "°C" or "℃" or "C" or "摄氏度" => TemperatureUnit.Celsius,
            "FAH" or "°F" or "℉" or "F" or "华氏度" => TemperatureUnit.Fahrenheit,
            "KEL" or "K" => TemperatureUnit.Kelvin,
            _ => null,
        };
        unit = known ?? default;
        return known is not null;
    }

    /// <summary>The value in tenths of a degree Celsius, halves away from zero.</summary>
    public static decimal Tenths(this TemperatureUnit unit, decimal value) => Math.Round(10 * unit switch
    {
        TemperatureUnit.Fahrenheit => (value - 32) * 5 / 9,
        TemperatureUnit.Kelvin => value - 273.15m,
        _ => value,
    }, MidpointRounding.AwayFromZero);
}
