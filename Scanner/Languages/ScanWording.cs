using Lotmark.Scanner.Scan;

namespace Lotmark.Scanner.Languages;

/// <summary>What the scan page says, in one language.</summary>
internal abstract class ScanWording
{
    public static ScanWording Of(Language language) => language == Language.Zh ? ChineseScanWording.Instance : EnglishScanWording.Instance;

    public abstract string Title { get; }
    public abstract string Lead { get; }
    public abstract string NeedsScript { get; }

    // Camera
    public abstract string Camera { get; }
    public abstract string StartCamera { get; }
    public abstract string StopCamera { get; }
    public abstract string CameraMeans { get; }
    public abstract string CameraPicture { get; }
    public abstract string WhichCamera { get; }
    public abstract string Torch { get; }
    public abstract string Searching { get; }
    public abstract string Refused { get; }
    public abstract string Missing { get; }
    public abstract string Busy { get; }
    public abstract string Insecure { get; }
    public abstract string Hidden { get; }

    // Photo
    public abstract string Photo { get; }
    public abstract string ChoosePhoto { get; }
    public abstract string PhotoMeans { get; }
    public abstract string Reading { get; }
    public abstract string NoCode { get; }
    public abstract string NoPicture { get; }
    public abstract string NoDecoder { get; }

    // What was found
    public abstract string Opening { get; }
    public abstract string Offline { get; }
    public abstract string Elsewhere(string site);
    public abstract string HeldHere(string standing);
    public abstract string NotHeldHere { get; }
    public abstract string OpenHere { get; }

    /// <summary>Whether the lot is known here, and how it stands.</summary>
    public string Held(Wording words, Elsewhere elsewhere) => elsewhere.Standing is { } standing ? HeldHere(words.StandingWord(standing)) : NotHeldHere;

    // By hand
    public abstract string Type { get; }
    public abstract string TypeMeans { get; }
    public abstract string GtinHint { get; }
    public abstract string LotHint { get; }
    public abstract string LookUp { get; }
    public abstract string Paste { get; }
    public abstract string PasteLabel { get; }
    public abstract string PasteHint { get; }

    // Mistakes
    public abstract string NothingFound { get; }
    public abstract string Mistake(ScanMistake mistake);
}
