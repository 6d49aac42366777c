namespace Lotmark.Scanner.Languages;

/// <summary>A language that the pages speak.</summary>
public enum Language
{
    /// <summary>Simplified Chinese.</summary>
    Zh,

    /// <summary>English.</summary>
    En,
}
