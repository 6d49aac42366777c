using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>UN/LOCODE of a port or place: two letters of the country, three of the place (UNECE Recommendation 16).</summary>
public readonly partial record struct UnLocode : IIdentifier<UnLocode>
{
    private UnLocode(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <summary>ISO 3166-1 alpha-2 of the country it lies in.</summary>
    public string Country => Value[..2];

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out UnLocode identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var right = Form().IsMatch(text);
        identifier = right ? new(text) : default;
        problem = right ? null : new("un-locode", "A port is given as UN/LOCODE: five characters, e.g. CNNGB for Ningbo.", "口岸应填写5位UN/LOCODE代码，例如宁波为 CNNGB。");
        return right;
    }

    [GeneratedRegex(@"^[A-Z]{2}[A-Z2-9]{3}\z")]
    private static partial Regex Form();
}
