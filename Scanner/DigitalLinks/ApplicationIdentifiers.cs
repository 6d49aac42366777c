using System.Collections.Frozen;
using System.Globalization;

namespace Lotmark.Scanner.DigitalLinks;

/// <summary>The Application Identifiers that are given out, and the order of those that make a key (GS1 General Specifications, section 3.2).</summary>
public static class ApplicationIdentifiers
{
    /// <summary>GTIN, the product.</summary>
    public const string Gtin = "01";

    /// <summary>SSCC, a pallet or parcel.</summary>
    public const string Sscc = "00";

    /// <summary>Consumer product variant.</summary>
    public const string Variant = "22";

    /// <summary>Batch or lot number.</summary>
    public const string Lot = "10";

    /// <summary>Serial number.</summary>
    public const string Serial = "21";

    /// <summary>Serial number that a third party controls.</summary>
    public const string ThirdPartySerial = "235";

    /// <summary>GLN of a place.</summary>
    public const string Location = "414";

    /// <summary>Extension of a place: a door, a shelf.</summary>
    public const string LocationExtension = "254";

    /// <summary>GLN of a company.</summary>
    public const string Party = "417";

    /// <summary>GIAI, a thing that a company owns.</summary>
    public const string Asset = "8004";

    /// <summary>GDTI, a document.</summary>
    public const string Document = "253";

    // By form; a range has the same form all over. Letters: n digits, k digits with check digit, x set 82, y set 39, z base64url,
    // i company prefix and set 82, D date, d date with day 00, t time, h hour, c country, C countries, a country letters, b 0 or 1.
    private static readonly (string Form, string Codes)[] Table =
    [
        ("k18", "00 8017 8018"), ("k17", "402"), ("k14", "01 02"), ("k14 n4", "8006 8026"), ("k13", "410-417"),
        ("k13 ?x..17", "253"), ("k13 ?n..12", "255"), ("b k13 ?x..16", "8003"), ("i..30", "401 8004 7023"), ("y..30", "8010"),
        ("x..20", "10 21 22 243 254 420 4318 710-716 7020-7022 7240 8002 8012"), ("x..28", "235"),
        ("x..30", "240 241 250 251 400 403 4308 4319 7002 90"), ("x..25", "7242 8013 8020"), ("x..34", "8007"), ("x..50", "8009"),
        ("x..35", "4300 4301 4310 4311 4320"), ("x..70", "4302-4306 4312-4316 8110 8112 8200"), ("x..90", "91-99"), ("z..90", "8030"),
        ("x..12", "7005"), ("x..10", "7009"), ("x..3", "427 7008"), ("x..2", "7010"), ("n3 x..27", "7030-7039"), ("n1 x3", "7040"),
        ("x2 x..28", "7230-7239"), ("d", "11-13 15-17"), ("D", "4326 7006"), ("D ?D", "7007"), ("D t", "7003"), ("D ?t", "7011"),
        ("d t", "4324 4325"), ("D h ?n..4", "8008"), ("n2", "20 7241"), ("n4", "3940-3943 8111"), ("n13", "7001"), ("n14", "8001"),
        ("n20", "4309"), ("n..4", "7004"), ("n..6", "242"), ("n..8", "30 37"), ("n..10", "8019"), ("n..12", "8011"),
        ("n6", "3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 3200-3205 3210-3215 3220-3225 3230-3235 3240-3245"),
        ("n6", "3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 3300-3305 3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365"),
        ("n6", "3370-3375 3400-3405 3410-3415 3420-3425 3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 3500-3505"),
        ("n6", "3510-3515 3520-3525 3530-3535 3540-3545 3550-3555 3560-3565 3570-3575 3600-3605 3610-3615 3620-3625 3630-3635 3640-3645"),
        ("n6", "3650-3655 3660-3665 3670-3675 3680-3685 3690-3695 3950-3955 8005"), ("n6 ?x1", "4330-4333"),
        ("n..15", "3900-3909 3920-3929"), ("n3 n..15", "3910-3919 3930-3939"), ("c", "422 424 426"), ("C", "423 425"),
        ("c x..9", "421"), ("a", "4307 4317"), ("b", "4321-4323"),
    ];

    private static readonly FrozenDictionary<string, ValueForm> Forms = Table
        .SelectMany(row => row.Codes.Split(' ').SelectMany(Expand).Select(code => (code, Form: ValueForm.Parse(row.Form))))
        .ToFrozenDictionary(row => row.code, row => row.Form);

    // GS1 Digital Link Standard: URI Syntax, section 4.9: what may follow a primary key, and in which order.
    private static readonly FrozenDictionary<string, string[][]> Qualifiers = new Dictionary<string, string[][]>
    {
        [Gtin] = [[Variant, Lot, Serial], [ThirdPartySerial]],
        [Sscc] = [[]],
        [Location] = [[LocationExtension]],
        [Party] = [[]],
        [Asset] = [[]],
        [Document] = [[]],
    }.ToFrozenDictionary();

    /// <summary>The primary keys that an address may name.</summary>
    public static IReadOnlyCollection<string> PrimaryKeys => Qualifiers.Keys;

    /// <summary>Whether an Application Identifier was given out.</summary>
    public static bool IsKnown(string code) => Forms.ContainsKey(code);

    internal static ValueForm FormOf(string code) => Forms[code];

    internal static bool IsPrimaryKey(string? code) => code is not null && Qualifiers.ContainsKey(code);

    /// <summary>Whether a code may qualify a primary key at all.</summary>
    internal static bool IsQualifier(string primary, string code) => Qualifiers[primary].Any(order => order.Contains(code));

    /// <summary>Whether qualifiers stand in an order that a primary key allows.</summary>
    internal static bool InOrder(string primary, IEnumerable<string> codes)
    {
        var found = codes.ToList();
        return Qualifiers[primary].Any(order => order.Where(found.Contains).SequenceEqual(found));
    }

    /// <summary>Where a code stands among the qualifiers of a primary key.</summary>
    internal static int Position(string primary, string code) => Qualifiers[primary].Max(order => Array.IndexOf(order, code));

    private static IEnumerable<string> Expand(string codes) => codes.Split('-') is [var first, var last]
        ? Enumerable.Range(Number(first), Number(last) - Number(first) + 1).Select(code => code.ToString(CultureInfo.InvariantCulture))
        : [codes];

    private static int Number(string code) => int.Parse(code, CultureInfo.InvariantCulture);
}
