namespace Lotmark.Scanner.Lots;

/// <summary>A text in Chinese, English or both.</summary>
/// <param name="Zh">In simplified Chinese.</param>
/// <param name="En">In English.</param>
public sealed record BilingualText(string? Zh, string? En);
