using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Unified social credit code of an organisation in China: 18 characters, the last a check character (GB 32100).</summary>
public readonly record struct Uscc : IIdentifier<Uscc>
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private Uscc(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out Uscc identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            _ when text.Length != 18 || !text.All(Alphabet.Contains) => new("uscc", "A unified social credit code has 18 characters: digits and capital letters without I, O, S, V, Z.", "统一社会信用代码应为18位，由数字和大写字母组成（不含I、O、S、V、Z）。"),
            _ when text[^1] != CheckCharacter(text) => new("uscc-check-character", $"The check character of this code is wrong: it should end in {CheckCharacter(text)} (GB 32100).", $"统一社会信用代码校验码错误：末位应为 {CheckCharacter(text)}（GB 32100）。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }

    private static char CheckCharacter(string code)
    {
        var (sum, weight) = (0, 1);
        foreach (var c in code.AsSpan(0, 17))
        {
            sum += Alphabet.IndexOf(c) * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet[(31 - sum % 31) % 31];
    }
}
