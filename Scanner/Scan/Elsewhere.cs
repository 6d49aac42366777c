using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Scan;

/// <summary>A code of a lot that leads to another site than ours.</summary>
/// <param name="Site">That site.</param>
/// <param name="Href">The lot's page here.</param>
/// <param name="Lot">What is known of the lot here, null if nothing is.</param>
/// <param name="Standing">Whether the lot is all right today, null if it is not known here.</param>
public sealed record Elsewhere(string Site, string Href, LotDocument? Lot, Standing? Standing);
