using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Global Trade Item Number, always 14 digits (GS1 General Specifications, AI 01). Short forms are padded with zeros.</summary>
public readonly record struct Gtin : IIdentifier<Gtin>
{
    private Gtin(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out Gtin identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            { Length: not (8 or 12 or 13 or 14) } => new("gtin-length", "A GTIN has 14 digits (or 8, 12 or 13, which are padded).", "商品条码应为14位数字（8、12、13位会自动补零）。"),
            _ when !text.All(char.IsAsciiDigit) => new("gtin-digits", "A GTIN has digits only.", "商品条码只能包含数字。"),
            _ when !CheckDigit.IsValid(text) => new("gtin-check-digit", $"The check digit of this GTIN is wrong: it should end in {CheckDigit.Of(text.AsSpan(0, text.Length - 1))}.", $"商品条码校验位错误：末位应为 {CheckDigit.Of(text.AsSpan(0, text.Length - 1))}。"),
            _ => null,
        };
        if (problem is null) identifier = new(text.PadLeft(14, '0'));
        return problem is null;
    }
}
