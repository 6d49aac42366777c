using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Resolver;

/// <summary>A link that a code has.</summary>
/// <param name="Type">Its kind, one of <see cref="LinkType"/>.</param>
/// <param name="Href">Where it leads: always to this service.</param>
/// <param name="Title">What stands there, for people.</param>
internal sealed record WebLink(string Type, string Href, string Title)
{
    /// <summary>The media type of what stands there, null if it is not known.</summary>
    public string? MediaType { get; init; }

    /// <summary>The languages of what stands there; empty if it has none.</summary>
    public Language[] Languages { get; init; } = [];
}

/// <summary>The links of a thing: a lot, or its product.</summary>
/// <param name="Anchor">The thing's address.</param>
/// <param name="Description">The thing in a few words.</param>
/// <param name="Links">Its links.</param>
internal sealed record LinkContext(string Anchor, string Description, IReadOnlyList<WebLink> Links);
