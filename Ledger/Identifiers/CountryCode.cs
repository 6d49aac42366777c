using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Identifiers;

/// <summary>Country or region by its two letters (ISO 3166-1 alpha-2).</summary>
public readonly record struct CountryCode : IIdentifier<CountryCode>
{
    // A list of our own: which regions a runtime knows depends on its ICU data.
    private static readonly FrozenSet<string> Assigned = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI
        CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ
        GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
        LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG
        PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK
        TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private CountryCode(string value) => Value = value;

    /// <summary>Its three letters (ISO 3166-1 alpha-3); null where this machine's tables don't know them.</summary>
    public string? ThreeLetters
    {
        get
        {
            try
            {
                return new RegionInfo(Value).ThreeLetterISORegionName is { Length: 3 } letters ? letters : null;
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
    }

    /// <inheritdoc />
    public string Value { get; }

    /// <inheritdoc />
    public override string ToString() => Value;

    /// <inheritdoc />
    public static bool TryParse(string text, out CountryCode identifier, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var right = Assigned.Contains(text);
        identifier = right ? new(text) : default;
        problem = right ? null : new("country", "A country or region is given by its two capital letters of ISO 3166-1, e.g. EC for Ecuador.", "国家（地区）应填写ISO 3166-1两位大写字母代码，例如厄瓜多尔为 EC。");
        return right;
    }
}
