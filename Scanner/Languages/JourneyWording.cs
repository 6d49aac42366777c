using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>What is said about the way of a lot, in one language.</summary>
internal abstract class JourneyWording
{
    public static JourneyWording Of(Language language) => language == Language.Zh ? ChineseJourneyWording.Instance : EnglishJourneyWording.Instance;

    public abstract string Heading { get; }
    public abstract string Harvested { get; }
    public abstract string Slaughtered { get; }
    public abstract string Frozen { get; }
    public abstract string ProducedBy(string maker, string country);
    public abstract string EnteredAt(string port, string country, string transportMode);
    public abstract string RecordedByImporter(string importer);
    public abstract string Happened(JourneyStep step);
    public abstract string DidNotHappen { get; }
    public abstract string Corrected { get; }
    public abstract string MoreSteps(int steps);
}
