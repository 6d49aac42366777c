using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Languages;

/// <summary>What is said about codes and links, in one language.</summary>
internal abstract class LinkWording
{
    public static LinkWording Of(Language language) => language == Language.Zh ? ChineseLinkWording.Instance : EnglishLinkWording.Instance;

    // Titles of links
    public abstract string Traceability { get; }
    public abstract string RecallStatus { get; }
    public abstract string Evidence { get; }
    public abstract string Storage { get; }
    public abstract string Product { get; }
    public abstract string LotOf(string product, string lotNumber);

    // The page of a product
    public abstract string NamesProduct { get; }
    public abstract string NamesProductMeans { get; }
    public abstract string FindLot { get; }
    public abstract IReadOnlyList<string> FindLotSteps { get; }

    // Codes that are well formed and lead nowhere
    public abstract string SerialAlone { get; }
    public abstract string SerialAloneMeans { get; }
    public abstract string NotKept { get; }
    public abstract string NotKeptMeans(string identifier);
    public abstract string LinkTypeUnknown { get; }
    public abstract string LinkTypeUnknownMeans { get; }
    public abstract string WhatThereIs { get; }
    public abstract string SeveralLinks { get; }
    public abstract string SeveralLinksMean { get; }
    public abstract string WhatTheCodeNames(string identifier);

    /// <summary>What an Application Identifier of a key is called.</summary>
    public abstract string NameOf(Wording words, string identifier);

    /// <summary>What is wrong with a link, in a sentence.</summary>
    public abstract string Fault(Wording words, DigitalLinkError error);
}
