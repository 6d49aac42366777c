using System.Globalization;

namespace Lotmark.Scanner.Languages;

/// <summary>The code of one item, in English.</summary>
internal sealed class EnglishItemWording() : ItemWording(EnglishWording.Instance)
{
    public static readonly EnglishItemWording Instance = new();

    public override string Item => "This item’s code";
    public override string NeverScanned => "Issued for this lot. It has not been scanned so far.";
    public override string FirstScanned => "Issued for this lot. This is the first time it is scanned.";

    public override string Scanned(DateTimeOffset firstAt, long times) =>
        $"First scanned on {Words.Time(firstAt)}, scanned {(times == 1 ? "once" : $"{times.ToString("#,0", CultureInfo.InvariantCulture)} times")}.";

    public override string LooksCopied => "This item’s code may be a copy";

    public override string LooksCopiedMeans =>
        "A code belongs to one item. This one is scanned more often than one item is, as happens when it is copied onto others. "
        + "If yours is newly bought, do not rely on its code: ask the shop or the importer.";

    public override string NotIssued => "This item’s code was not issued for this lot";

    public override string NotIssuedMeans =>
        "The importer gave no item of this lot this code. What this page says of the lot may not be true of your item: do not rely on it. "
        + "Ask the shop or the importer.";
}
