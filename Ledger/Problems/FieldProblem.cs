namespace Lotmark.Ledger.Problems;

/// <summary>What is wrong with one value: a stable code, and a sentence in both languages that says what is right.</summary>
/// <param name="Code">Kebab case, never changed once released.</param>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record FieldProblem(string Code, string En, string Zh);
