using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Serial number of one item exactly as printed: 1 to 20 characters of GS1 character set 82 (AI 21).</summary>
public readonly record struct SerialNumber : IIdentifier<SerialNumber>
{
    /// <summary>Most characters of a serial number.</summary>
    public const int Longest = 20;

    private SerialNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out SerialNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            { Length: 0 or > Longest } => new("serial-length", "A serial number has 1 to 20 characters.", "序列号应为1至20个字符。"),
            "." or ".." => new("serial-dots", "A serial number of only one or two dots can't stand in a web address.", "序列号不能只由一个或两个点组成，无法用于网址。"),
            _ when !CharacterSet82.ContainsAll(text) => new("serial-characters",
                "A serial number may contain letters A-Z a-z, digits and ! \" % & ' ( ) * + , - . / : ; < = > ? _ and no space (GS1 character set 82).",
                "序列号只能包含字母、数字和 ! \" % & ' ( ) * + , - . / : ; < = > ? _，不能有空格（GS1字符集82）。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }
}
