namespace Lotmark.Scanner.Languages;

/// <summary>What is said about labels and the sheets they are printed from, in one language.</summary>
internal abstract class LabelWording
{
    public static LabelWording Of(Language language) => language == Language.Zh ? ChineseLabelWording.Instance : EnglishLabelWording.Instance;

    public abstract string LabelRefused { get; }
    public abstract string LabelSizeWrong { get; }
    public abstract string LabelDpiWrong { get; }
    public abstract string SheetPaperWrong { get; }
    public abstract string SheetCopiesWrong(int most);
    public abstract string SheetWithoutLots { get; }
    public abstract string SheetTooLarge(long asked, int most);
    public abstract string SheetForm { get; }
    public abstract string SheetLotsUnknown { get; }
    public abstract string SheetLotsUnknownMeans { get; }
    public abstract string SheetTitle(int labels);
    public abstract string SheetChoices { get; }
    public abstract string SheetPaper(bool roll);
    public abstract IReadOnlyList<string> SheetSteps(int width, int height, bool roll);
}
