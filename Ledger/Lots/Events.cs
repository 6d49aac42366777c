namespace Lotmark.Ledger.Lots;

// Facts about one lot, in the past tense. Once released, a record may gain optional members but is never renamed or
// repurposed: old ledgers must replay for ever.

/// <summary>A lot was registered by its importer.</summary>
/// <param name="Description">What was declared.</param>
/// <param name="By">Who declared it.</param>
public sealed record LotRegistered(LotDescription Description, RecordedBy By);

/// <summary>Who recorded a fact: an organisation and the key it used. Never a person.</summary>
/// <param name="Organisation">Id of the organisation.</param>
/// <param name="Key">Id of the API key.</param>
public sealed record RecordedBy(string Organisation, string Key);
