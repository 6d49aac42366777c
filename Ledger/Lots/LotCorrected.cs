using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lotmark.Ledger.Lots;

/// <summary>Why a fact is corrected (EPCIS 2.0, errorDeclaration reasons).</summary>
public enum CorrectionReason
{
    /// <summary>It happened otherwise.</summary>
    IncorrectData,

    /// <summary>It never happened.</summary>
    DidNotOccur,
}

/// <summary>An earlier fact was wrong. It stays where it is; from here on it counts as what stands in this one.</summary>
/// <param name="Event">Number of the corrected event within the lot.</param>
/// <param name="Reason">Why.</param>
/// <param name="Explanation">In words, for who reads the history.</param>
/// <param name="Now">The fact as it should have been recorded, whole, of the same kind; null when it did not occur.</param>
/// <param name="By">Who corrects.</param>
public sealed record LotCorrected(int Event, CorrectionReason Reason, string Explanation, object? Now, RecordedBy By) : ILotFact
{
    /// <summary>What the corrected event counts as; null when it did not occur.</summary>
    [JsonIgnore]
    public ILotFact? Replacement => Now switch
    {
        null => null,
        ILotFact fact => fact,
        _ => throw new InvalidOperationException("A correction is read with the kind of what it corrects."),
    };

    /// <summary>With the stored JSON of <see cref="Now" /> read as the kind of what it corrects.</summary>
    internal LotCorrected Read(Type kind, JsonSerializerOptions options) =>
        Now is JsonElement json ? this with { Now = json.Deserialize(kind, options) } : this;

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;
}
