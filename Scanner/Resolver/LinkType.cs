using Lotmark.Scanner.DigitalLinks;

namespace Lotmark.Scanner.Resolver;

/// <summary>A kind of link, a word of the GS1 Web Vocabulary.</summary>
internal static class LinkType
{
    public const string Vocabulary = "https://ref.gs1.org/voc/";

    public const string Default = Vocabulary + "defaultLink";
    public const string Traceability = Vocabulary + "traceability";
    public const string RecallStatus = Vocabulary + "recallStatus";
    public const string Certification = Vocabulary + "certificationInfo";
    public const string Verification = Vocabulary + "verificationService";
    public const string Storage = Vocabulary + "consumerHandlingStorageInfo";
    public const string Product = Vocabulary + "pip";

    /// <summary>Asks for all links. <c>all</c> is its name before 2024.</summary>
    public const string Linkset = "linkset";

    // The vocabulary had other addresses before.
    private static readonly string[] Prefixes = ["gs1:", "http://ref.gs1.org/voc/", "https://gs1.org/voc/", "https://www.gs1.org/voc/"];

    /// <summary>The link type that a query asks for, null if it asks for none; <see cref="Linkset"/> for all links.</summary>
    public static string? Of(DigitalLinkUri link)
    {
        var asked = link.Parameters.FirstOrDefault(IsLinkType).Value;
        return asked switch
        {
            null or "" => null,
            "linkset" or "all" => Linkset,
            _ => Whole(asked),
        };
    }

    public static bool IsLinkType(KeyValuePair<string, string> parameter) => parameter.Key.Equals("linkType", StringComparison.OrdinalIgnoreCase);

    // What is no word of the vocabulary stays as it is, and meets no link.
    private static string Whole(string asked)
    {
        foreach (var prefix in Prefixes)
            if (asked.StartsWith(prefix, StringComparison.Ordinal)) return Vocabulary + asked[prefix.Length..];
        return asked;
    }
}
