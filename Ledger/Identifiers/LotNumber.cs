using System.Diagnostics.CodeAnalysis;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Batch or lot number exactly as printed: 1 to 20 characters of GS1 character set 82 (AI 10).</summary>
public readonly record struct LotNumber : IIdentifier<LotNumber>
{
    private LotNumber(string value) => Value = value;

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out LotNumber identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        identifier = default;
        problem = text switch
        {
            { Length: 0 or > DigitalLink.LongestLotNumber } => new("lot-number-length", "A lot number has 1 to 20 characters.", "批次号应为1至20个字符。"),
            "." or ".." => new("lot-number-dots", "A lot number of only one or two dots can't stand in a web address.", "批次号不能只由一个或两个点组成，无法用于网址。"),
            _ when !CharacterSet82.ContainsAll(text) => new("lot-number-characters",
                "A lot number may contain letters A-Z a-z, digits and ! \" % & ' ( ) * + , - . / : ; < = > ? _ and no space (GS1 character set 82).",
                "批次号只能包含字母、数字和 ! \" % & ' ( ) * + , - . / : ; < = > ? _，不能有空格（GS1字符集82）。"),
            _ => null,
        };
        if (problem is null) identifier = new(text);
        return problem is null;
    }
}
