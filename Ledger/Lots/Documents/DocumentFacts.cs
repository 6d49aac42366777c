namespace Lotmark.Ledger.Lots.Documents;

/// <summary>A document was attached to a lot. The file lies beside the log; its hash binds it to it.</summary>
/// <param name="Document">What it says.</param>
/// <param name="Public">Whether anybody may open its file.</param>
/// <param name="By">Who attached it.</param>
public sealed record DocumentAttached(DocumentContent Document, bool Public, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place)
    {
        var documents = Document.Replaces is { } old && lot.Documents.TryGetValue(old, out var replaced)
            ? lot.Documents.SetItem(old, replaced with { ReplacedBy = place.Version })
            : lot.Documents;
        return lot with { Documents = documents.SetItem(place.Version, new(place.Version, Document, Public, null, place.RecordedAt, By)) };
    }
}

/// <summary>The file of a document may be opened by anybody.</summary>
/// <param name="Document">Id of the document.</param>
/// <param name="By">Who published it.</param>
public sealed record DocumentPublished(int Document, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot.Shown(Document, isPublic: true);
}

/// <summary>The file of a document may no longer be opened by everybody.</summary>
/// <param name="Document">Id of the document.</param>
/// <param name="By">Who withdrew it.</param>
public sealed record DocumentWithdrawn(int Document, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot.Shown(Document, isPublic: false);
}

/// <summary>A lot passed the gate to the market.</summary>
/// <param name="Documents">Ids of the documents that it rests on.</param>
/// <param name="By">Who released it.</param>
public sealed record ReleasedToMarket(IReadOnlyList<int> Documents, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot with { ReleasedAt = lot.ReleasedAt ?? place.RecordedAt };
}

internal static class ShownDocuments
{
    // Corrected away meanwhile: then there is nothing to show.
    public static Lot Shown(this Lot lot, int document, bool isPublic) => lot.Documents.TryGetValue(document, out var found)
        ? lot with { Documents = lot.Documents.SetItem(document, found with { Public = isPublic }) }
        : lot;
}
