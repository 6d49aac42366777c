using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Customs commodity code: 6 digits (HS), 8, 10 (China tariff line) or 13 (with inspection suffix).</summary>
public readonly record struct HsCode : IIdentifier<HsCode>
{
    private HsCode(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out HsCode identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var right = text.Length is 6 or 8 or 10 or 13 && text.All(char.IsAsciiDigit);
        identifier = right ? new(text) : default;
        problem = right ? null : new("hs-code", "An HS code has 6, 8, 10 or 13 digits, without dots.", "HS编码应为6、8、10或13位数字，不含点号。");
        return right;
    }
}
