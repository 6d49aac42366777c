using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Reports;

/// <summary>What the pages need of who keeps the reports of shoppers. The host answers it, or throws <see cref="LotsAwayException"/> while it can't.</summary>
public interface IShopperReports
{
    /// <summary>The lot as the form shows it; null when it is not registered.</summary>
    ValueTask<ReportableLot?> FindLotAsync(DigitalLink lot, CancellationToken cancel);

    /// <summary>How long to wait before one more report about a lot is taken; null when it is taken now.</summary>
    ValueTask<TimeSpan?> WaitAsync(DigitalLink lot, CancellationToken cancel);

    /// <summary>Keeps a report. The same one sent again is kept once.</summary>
    /// <returns>The number under which its sender can follow it; null when the lot is not registered.</returns>
    ValueTask<string?> TakeAsync(DigitalLink lot, ProblemReport report, CancellationToken cancel);

    /// <summary>What became of a report; null when there is none of this number, however it is spelled.</summary>
    ValueTask<ReportProgress?> FollowAsync(string number, CancellationToken cancel);

    /// <summary>Erases text, contact and photo of a report for good; that there was one stays.</summary>
    /// <returns>Whether there is a report of this number.</returns>
    ValueTask<bool> EraseAsync(string number, CancellationToken cancel);
}

/// <summary>A lot about which something can be reported.</summary>
/// <param name="ProductName">Its product's name.</param>
/// <param name="Cities">Where it is on sale, as anybody may know it; none when nobody recorded it.</param>
public sealed record ReportableLot(BilingualText ProductName, IReadOnlyList<string> Cities)
{
    /// <summary>One that can't be looked up just now.</summary>
    public static ReportableLot Unseen { get; } = new(new(null, null), []);
}

/// <summary>What a shopper reports. Every text is in NFC, without control characters but line breaks.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Text">In the shopper's words; confidential.</param>
/// <param name="City">One of the cities that the form offered.</param>
/// <param name="District">Where else, or where more exactly: words without digits.</param>
/// <param name="Contact">How to reach the shopper; confidential.</param>
/// <param name="Photo">A JPEG that holds pixels and nothing else; confidential.</param>
/// <param name="Form">The form that it was sent with: random, so that it is known again when it is sent twice.</param>
/// <param name="Language">The language that the shopper reads (RFC 5646).</param>
public sealed record ProblemReport(ProblemKind Kind, string? Text, string? City, string? District, string? Contact, byte[]? Photo, Guid Form, string Language);

/// <summary>What became of a report.</summary>
/// <param name="Number">Its number in the one spelling.</param>
/// <param name="Lot">The lot that it is about.</param>
/// <param name="ProductName">Its product's name.</param>
/// <param name="Kind">What was reported.</param>
/// <param name="State">How far it has come.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="ChangedAt">When its state was set; null while it is only received.</param>
/// <param name="ErasedAt">When what was written was erased; null while it is kept.</param>
/// <param name="Answer">The newest answer; null before there is one.</param>
public sealed record ReportProgress(
    string Number, DigitalLink Lot, BilingualText ProductName, ProblemKind Kind, ReportState State, DateTimeOffset ReceivedAt, DateTimeOffset? ChangedAt, DateTimeOffset? ErasedAt, BilingualText? Answer);

/// <summary>What can be wrong with food.</summary>
public enum ProblemKind
{
    /// <summary>It smells, looks or tastes spoiled.</summary>
    Spoiled,

    /// <summary>The date on the pack is past, missing or another than recorded.</summary>
    WrongDate,

    /// <summary>The pack says something else than the record.</summary>
    LabelDiffers,

    /// <summary>It was thawed, or frozen again.</summary>
    Thawed,

    /// <summary>Somebody fell ill after eating it.</summary>
    Ill,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>How far a report has come.</summary>
public enum ReportState
{
    /// <summary>Kept, and nobody has looked at it yet.</summary>
    Received,

    /// <summary>It is being looked into.</summary>
    LookedInto,

    /// <summary>There is an answer.</summary>
    Answered,
}
