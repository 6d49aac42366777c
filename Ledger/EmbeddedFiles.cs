namespace Lotmark.Ledger;

/// <summary>Text files that travel inside the assembly.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The files of a folder by name, in its order.</summary>
    public static IEnumerable<(string Name, string Text)> In(string folder)
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[(folder.Length + 1)..], reader.ReadToEnd());
        }
    }
}
