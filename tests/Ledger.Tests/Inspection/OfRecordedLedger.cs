namespace Lotmark.Ledger.Tests.Inspection;

/// <summary>Tests that share one recorded ledger, each with a copy of its own.</summary>
[CollectionDefinition]
public sealed class OfRecordedLedger : ICollectionFixture<RecordedLedger>;
