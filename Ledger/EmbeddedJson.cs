namespace Lotmark.Ledger;

/// <summary>JSON files that travel inside the assembly.</summary>
internal static class EmbeddedJson
{
    /// <summary>The files of a folder, by name without extension.</summary>
    public static IEnumerable<(string Name, string Json)> In(string folder)
    {
        var assembly = typeof(EmbeddedJson).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"{folder}.", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[(folder.Length + 1)..^".json".Length], reader.ReadToEnd());
        }
    }
}
