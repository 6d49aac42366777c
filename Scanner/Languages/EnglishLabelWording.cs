namespace Lotmark.Scanner.Languages;

/// <summary>Labels and their sheets in English.</summary>
internal sealed class EnglishLabelWording : LabelWording
{
    public static readonly EnglishLabelWording Instance = new();

    public override string LabelRefused => "This label cannot be made";
    public override string LabelSizeWrong => "size must be 70x50 or 50x30, in millimetres.";
    public override string LabelDpiWrong => "dpi must be 203 or 300.";
    public override string SheetPaperWrong => "paper must be a4 or roll.";
    public override string SheetCopiesWrong(int most) => $"copies must be a whole number from 1 to {most}.";
    public override string SheetWithoutLots => "No lot is named. Each lot is a lot=01/product number/10/lot number.";
    public override string SheetTooLarge(long asked, int most) => $"{Wording.Whole(asked)} labels were asked for, {Wording.Whole(most)} at most are printed at once. Print them in parts.";
    public override string SheetForm => "Change these parameters of the address:";
    public override string SheetLotsUnknown => "Some lots are not registered";
    public override string SheetLotsUnknownMeans => "A lot that is not registered has no label. Register these lots first, or take them out of the address:";
    public override string SheetTitle(int labels) => labels == 1 ? "1 label, ready to print" : $"{Wording.Whole(labels)} labels, ready to print";
    public override string SheetChoices => "Label size and paper";
    public override string SheetPaper(bool roll) => roll ? "label roll" : "A4";
    public override IReadOnlyList<string> SheetSteps(int width, int height, bool roll) =>
    [
        roll
            ? $"Open your browser's print dialogue, choose the label printer and paper of {width} × {height} mm. Each page is one label."
            : "Open your browser's print dialogue, choose A4, portrait.",
        "Set the scale to 100 % or “actual size”, never “fit to page”; set margins to default or none.",
        $"Print one page first and measure it: a label must be {width} × {height} mm. Scan it with a phone; if it opens the page of the lot, print them all.",
    ];
}
