using System.Globalization;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Documents that some lots need before their release. Which lots, the day of entry decides among other things: rules of an epidemic end.</summary>
/// <param name="Categories">Product categories; null for all.</param>
/// <param name="Origins">Countries or regions of origin (ISO 3166-1 alpha-2); null for all.</param>
/// <param name="From">First day of entry; null for all before.</param>
/// <param name="To">Last day of entry; null for all after.</param>
/// <param name="Documents">Kinds of documents.</param>
public sealed record ReleaseRequirement(
    IReadOnlyList<string>? Categories, IReadOnlyList<string>? Origins, DateOnly? From, DateOnly? To, IReadOnlyList<string> Documents)
{
    /// <summary>Whether it is asked of a lot.</summary>
    public bool AppliesTo(LotDescription lot) =>
        Categories?.Contains(lot.Category) != false
        && Origins?.Contains(lot.OriginCountry.Value) != false
        && !(lot.EntryDate < From) && !(lot.EntryDate > To);
}

/// <summary>A document that stands between a lot and the market.</summary>
/// <param name="Type">Kind of document.</param>
/// <param name="Why"><c>missing</c>, <c>expired</c> or <c>result</c>: there is none that is valid and in force; one says that the lot must not be sold.</param>
public sealed record MissingDocument(string Type, string Why);

/// <summary>What lots need before their release (section <c>Release:Requirements</c> of the settings).</summary>
public sealed record ReleaseRequirements(IReadOnlyList<ReleaseRequirement> All)
{
    /// <summary>What a lot lacks on a day; empty when it may be released.</summary>
    public IReadOnlyList<MissingDocument> Missing(Lot lot, DateOnly today) =>
    [
        .. All.Where(r => r.AppliesTo(lot.Description)).SelectMany(r => r.Documents).Distinct()
            .Select(type => Lacking(type, lot, today)).OfType<MissingDocument>(),
    ];

    /// <summary>The documents in force that a release rests on.</summary>
    public IReadOnlyList<int> Support(Lot lot, DateOnly today)
    {
        var asked = All.Where(r => r.AppliesTo(lot.Description)).SelectMany(r => r.Documents).ToHashSet();
        return [.. InForce(lot).Where(d => asked.Contains(d.Content.Type) && IsValid(d, today)).Select(d => d.Id)];
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static ReleaseRequirements From(IConfiguration configuration) =>
        new([.. configuration.GetSection("Release:Requirements").GetChildren().Select(Read)]);

    private static MissingDocument? Lacking(string type, Lot lot, DateOnly today)
    {
        var inForce = InForce(lot).Where(d => d.Content.Type == type).ToList();
        var valid = inForce.Where(d => IsValid(d, today)).ToList();
        return inForce.Count == 0 ? new(type, "missing")
            // One bad result weighs more than many good ones, until its report is replaced.
            : inForce.Exists(d => d.Content.Result is { } result && !DocumentCodes.GoodResults.Contains(result)) ? new(type, "result")
            : valid.Count == 0 ? new(type, "expired")
            : null;
    }

    private static IEnumerable<AttachedDocument> InForce(Lot lot) => lot.Documents.Values.Where(d => d.ReplacedBy is null);

    private static bool IsValid(AttachedDocument document, DateOnly today) => !(document.Content.ValidTo < today);

    private static ReleaseRequirement Read(IConfigurationSection section)
    {
        if (section.GetChildren().FirstOrDefault(c => c.Key.ToLowerInvariant() is not ("categories" or "origins" or "from" or "to" or "documents")) is { } unknown)
            throw new StartupException($"{unknown.Path} is unknown; a requirement has Categories, Origins, From, To and Documents.");
        var documents = List(section, "Documents", DocumentCodes.Types) ?? throw new StartupException($"{section.Path}:Documents is missing.");
        return new(List(section, "Categories", LotCodes.Categories), List(section, "Origins", null), Day(section, "From"), Day(section, "To"), documents);
    }

    private static List<string>? List(IConfigurationSection section, string name, IReadOnlyList<string>? known)
    {
        var texts = section.GetSection(name).GetChildren().Select(c => c.Value ?? "").ToList();
        if (known is not null && texts.Find(t => !known.Contains(t)) is { } wrong)
            throw new StartupException($"{section.Path}:{name} names '{wrong}'; it takes any of {string.Join(", ", known)}.");
        return texts.Count == 0 ? null : texts;
    }

    private static DateOnly? Day(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        var text => throw new StartupException($"{section.Path}:{name} is '{text}'; it takes a date such as 2022-12-31."),
    };
}
