namespace Lotmark.Scanner.Languages;

/// <summary>A language that the pages speak.</summary>
public enum Language
{
    /// <summary>Simplified Chinese.</summary>
    Zh,

    /// <summary>English.</summary>
    En,

    /// <summary>Japanese: what stands on the first screen.</summary>
    Ja,

    /// <summary>Korean: what stands on the first screen.</summary>
    Ko,
}
