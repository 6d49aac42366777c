namespace Lotmark.Ledger;

/// <summary>Tables of one capability: SQL that makes what is missing, adds to what a former version made, and may run again.</summary>
/// <param name="Name">The embedded file, e.g. <c>Log.schema.sql</c>.</param>
public sealed record SchemaFile(string Name);
