using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Pages;

/// <summary>What every page needs beside its subject.</summary>
/// <param name="Words">The language it speaks.</param>
/// <param name="Query">The query, from <c>?</c>, that shows the page in another language.</param>
public sealed record PageSetting(Wording Words, Func<string, string> Query)
{
    /// <summary>For a page that speaks two languages only.</summary>
    internal PageSetting InFull => this with { Words = Words.InFull };
}
