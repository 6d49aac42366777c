using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Serial shipping container code of a pallet or other logistic unit: 18 digits, the last a check digit (GS1 General Specifications, AI 00).</summary>
public readonly record struct Sscc : IIdentifier<Sscc>
{
    private const int Digits = 18;

    private Sscc(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out Sscc identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            _ when text.Length != Digits || !text.All(char.IsAsciiDigit) => new("sscc", "An SSCC has 18 digits.", "SSCC应为18位数字。"),
            _ when !CheckDigit.IsValid(text) => new("sscc-check-digit", "The check digit of this SSCC is wrong (GS1 mod 10).", "SSCC校验位错误（GS1 模10）。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }
}
