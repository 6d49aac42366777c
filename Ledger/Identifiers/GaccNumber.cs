using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Registration of an overseas manufacturer or cold store with China Customs (CIFER): C, ISO 3166-1 alpha-3, 14 digits.</summary>
public readonly partial record struct GaccNumber : IIdentifier<GaccNumber>
{
    private GaccNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <summary>Country or region of the establishment (ISO 3166-1 alpha-3).</summary>
    public string Country => Value[1..4];

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out GaccNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var right = Form().IsMatch(text);
        identifier = right ? new(text) : default;
        problem = right ? null : new("gacc-number", "A registration number in China is C, three letters of the country and 14 digits, e.g. CNOR03022201010001.", "在华注册编号应为字母C加3位国家代码和14位数字，例如 CNOR03022201010001。");
        return right;
    }

    [GeneratedRegex(@"^C[A-Z]{3}[0-9]{14}\z")]
    private static partial Regex Form();
}
