using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Freight container number: owner code, category U, J or Z, six digits, check digit (ISO 6346).</summary>
public readonly partial record struct ContainerNumber : IIdentifier<ContainerNumber>
{
    private ContainerNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out ContainerNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            _ when !Form().IsMatch(text) => new("container-number", "A container number is four capital letters (the fourth U, J or Z) and seven digits, e.g. CSQU3054383 (ISO 6346).", "集装箱号应为4个大写字母（第4个为U、J或Z）加7位数字，例如 CSQU3054383（ISO 6346）。"),
            _ when text[^1] != CheckDigit(text) => new("container-check-digit", $"The check digit of this container number is wrong: it should end in {CheckDigit(text)} (ISO 6346).", $"集装箱号校验位错误：末位应为 {CheckDigit(text)}（ISO 6346）。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }

    private static char CheckDigit(string number)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++) sum += ValueOf(number[i]) << i;
        return (sum % 11 % 10).ToString(CultureInfo.InvariantCulture)[0];
    }

    // Letters count from A = 10 upwards; multiples of 11 are left out.
    private static int ValueOf(char c) => char.IsAsciiDigit(c) ? c - '0' : (c - 'A') switch
    {
        0 => 10,
        var letter => 11 + letter + (letter - 1) / 10,
    };

    [GeneratedRegex(@"^[A-Z]{3}[UJZ][0-9]{7}\z")]
    private static partial Regex Form();
}
