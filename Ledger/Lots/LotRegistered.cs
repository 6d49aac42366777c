namespace Lotmark.Ledger.Lots;

/// <summary>A lot was registered by its importer.</summary>
/// <param name="Description">What was declared.</param>
/// <param name="By">Who declared it.</param>
public sealed record LotRegistered(LotDescription Description, RecordedBy By) : ILotBeginning
{
    /// <inheritdoc />
    public Lot Begin(string id, FactPlace place) => new()
    {
        Id = id,
        Version = place.Version,
        Description = Description,
        Declared = Description,
        Registrant = By.Organisation,
        Balances = LotBalances.AtEntry(Description.Quantity),
        RegisteredAt = place.RecordedAt,
        RecordedAt = place.RecordedAt,
    };

    /// <summary>Nothing: a lot is registered once.</summary>
    public Lot Apply(Lot lot, FactPlace place) => lot;
}
