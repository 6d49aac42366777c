using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Pages;

/// <summary>What every page needs beside its subject.</summary>
/// <param name="Words">The language it speaks.</param>
/// <param name="ChineseQuery">The query, from <c>?</c>, that shows the page in Chinese.</param>
/// <param name="EnglishQuery">The query, from <c>?</c>, that shows the page in English.</param>
public sealed record PageSetting(Wording Words, string ChineseQuery, string EnglishQuery);
