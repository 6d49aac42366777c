namespace Lotmark.Scanner.Labels;

/// <summary>A size and paper that the same labels could be printed on.</summary>
/// <param name="Query">The query, from <c>?</c>, that leads to it.</param>
/// <param name="Text">What a reader chooses by.</param>
/// <param name="Chosen">Whether it is what the page shows.</param>
public sealed record SheetChoice(string Query, string Text, bool Chosen);
