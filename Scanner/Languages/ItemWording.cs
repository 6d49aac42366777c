namespace Lotmark.Scanner.Languages;

/// <summary>What is said about the code of one item, in one language.</summary>
internal abstract class ItemWording(Wording words)
{
    public static ItemWording Of(Language language) => language switch
    {
        Language.Zh => ChineseItemWording.Instance,
        Language.Ja => JapaneseItemWording.Instance,
        Language.Ko => KoreanItemWording.Instance,
        _ => EnglishItemWording.Instance,
    };

    public string Colon => Words.Colon;

    public abstract string Item { get; }
    public abstract string NeverScanned { get; }
    public abstract string FirstScanned { get; }
    public abstract string Scanned(DateTimeOffset firstAt, long times);
    public abstract string LooksCopied { get; }
    public abstract string LooksCopiedMeans { get; }
    public abstract string NotIssued { get; }
    public abstract string NotIssuedMeans { get; }

    private protected Wording Words { get; } = words;
}
