using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Languages;

/// <summary>The way of a lot, in English.</summary>
internal sealed class EnglishJourneyWording : JourneyWording
{
    public static readonly EnglishJourneyWording Instance = new();

    public override string Heading => "Journey";
    public override string Harvested => "Caught or harvested";
    public override string Slaughtered => "Slaughtered";
    public override string Frozen => "First frozen";
    public override string ProducedBy(string maker, string country) => $"Produced by {maker} in {InSentence(country)}";

    public override string EnteredAt(string port, string country, string transportMode) => transportMode switch
    {
        "sea" => $"Entered at {port}, by sea from {InSentence(country)}",
        "air" => $"Entered at {port}, by air from {InSentence(country)}",
        "rail" => $"Entered at {port}, by rail from {InSentence(country)}",
        "road" => $"Entered at {port}, by road from {InSentence(country)}",
        _ => $"Entered at {port}, from {InSentence(country)}",
    };

    public override string RecordedByImporter(string importer) => $"Recorded by the importer, {importer}";

    public override string Happened(JourneyStep step) => (step.Kind, step.Place?.City, step.From?.City) switch
    {
        (JourneyKind.Received, { } city, _) => $"Arrived in {city}",
        (JourneyKind.Shipped, { } to, { } from) when to == from => $"Moved within {to}",
        (JourneyKind.Shipped, { } to, { } from) => $"Left {from} for {to}",
        (JourneyKind.Shipped, { } to, null) => $"Left the port of entry for {to}",
        (JourneyKind.SentBack, { } to, { } from) => $"Sent back from {from} to {to}",
        (JourneyKind.SentBack, _, _) => "Sent back",
        (JourneyKind.Packed, { } city, _) => $"Packed anew in {city}, from lots already in the country",
        (JourneyKind.Used, _, _) => "Some of it was packed anew as other lots",
        (JourneyKind.Released, _, _) => "Released to the market",
        (JourneyKind.OnSale, { } city, _) => $"On sale in {city}",
        (JourneyKind.Destroyed, { } city, _) when step.NothingLeft => $"Destroyed in {city}; nothing is left",
        (JourneyKind.Destroyed, _, _) when step.NothingLeft => "Destroyed; nothing is left",
        (JourneyKind.Destroyed, { } city, _) => $"Some of it was destroyed in {city}",
        (JourneyKind.Destroyed, _, _) => "Some of it was destroyed",
        (JourneyKind.Reexported, _, { } city) when step.NothingLeft => $"Sent out of the country from {city}; nothing is left",
        (JourneyKind.Reexported, _, _) when step.NothingLeft => "Sent out of the country; nothing is left",
        (JourneyKind.Reexported, _, { } city) => $"Some of it was sent out of the country from {city}",
        (JourneyKind.Reexported, _, _) => "Some of it was sent out of the country",
        (JourneyKind.Held, _, _) => "Put on hold",
        (JourneyKind.HoldLifted, _, _) => "Hold lifted",
        (JourneyKind.Recalled, _, _) => "Recalled",
        (JourneyKind.EntryCorrected, _, _) => "The importer corrected its entry",
        _ => "Moved on",
    };

    public override string DidNotHappen => "Recorded by mistake: it did not happen";
    public override string Corrected => "Corrected";

    public override string MoreSteps(int steps) => steps == 1 ? "1 more step" : $"{steps} more steps";

    // English alone puts an article before some countries.
    private static string InSentence(string country) =>
        country is "Netherlands" or "Philippines" or "Bahamas" or "Gambia" or "Maldives" or "Comoros"
        || country.StartsWith("United ", StringComparison.Ordinal)
        || country.EndsWith(" Islands", StringComparison.Ordinal)
        || country.EndsWith(" Republic", StringComparison.Ordinal) ? $"the {country}" : country;
}
