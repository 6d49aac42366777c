using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>
/// Number of a Chinese import declaration: 18 digits, of which 1-4 customs district, 5-8 year of acceptance,
/// 9 direction (1 = import), 10-18 serial. It has no check digit.
/// </summary>
public readonly record struct CustomsDeclarationNumber : IIdentifier<CustomsDeclarationNumber>
{
    private CustomsDeclarationNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <summary>Year of acceptance.</summary>
    public int Year => int.Parse(Value.AsSpan(4, 4), CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out CustomsDeclarationNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            _ when text.Length != 18 || !text.All(char.IsAsciiDigit) => new("declaration-number", "A customs declaration number has 18 digits.", "报关单号应为18位数字。"),
            _ when text[8] != '1' => new("declaration-direction", "The 9th digit of an import declaration is 1; this one is not an import.", "进口报关单号第9位应为1，该单号不是进口报关单。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }
}
