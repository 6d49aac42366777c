using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Number of a certificate of entry inspection and quarantine: 6 to 30 letters, digits and hyphens, kept in upper case. It has no fixed public form.</summary>
public readonly partial record struct CiqCertificateNumber : IIdentifier<CiqCertificateNumber>
{
    private CiqCertificateNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out CiqCertificateNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var right = Form().IsMatch(text);
        identifier = right ? new(text.ToUpperInvariant()) : default;
        problem = right ? null : new("ciq-certificate", "A certificate number has 6 to 30 letters, digits or hyphens.", "证明编号应为6至30位字母、数字或连字符。");
        return right;
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{6,30}\z")]
    private static partial Regex Form();
}
