using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Global Location Number of an organisation or a place: 13 digits, the last a check digit (GS1 General Specifications, AI 410 to 417).</summary>
public readonly record struct Gln : IIdentifier<Gln>
{
    private Gln(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out Gln identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            _ when text.Length != 13 || !text.All(char.IsAsciiDigit) => new("gln", "A GLN has 13 digits.", "全球位置码（GLN）应为13位数字。"),
            _ when !CheckDigit.IsValid(text) => new("gln-check-digit", $"The check digit of this GLN is wrong: it should end in {CheckDigit.Of(text.AsSpan(0, 12))}.", $"全球位置码（GLN）校验位错误：末位应为 {CheckDigit.Of(text.AsSpan(0, 12))}。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }
}
