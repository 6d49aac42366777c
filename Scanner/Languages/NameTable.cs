using System.Collections.Frozen;

namespace Lotmark.Scanner.Languages;

/// <summary>Names by code in both languages, from an embedded table of the columns code, zh, en.</summary>
internal sealed class NameTable
{
    private readonly FrozenDictionary<string, (string Zh, string En)> names;

    /// <summary>Reads a table that lies beside this class.</summary>
    public NameTable(string file)
    {
        using var stream = typeof(NameTable).Assembly.GetManifestResourceStream(typeof(NameTable), file)!;
        using var reader = new StreamReader(stream);
        names = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t'))
            .ToFrozenDictionary(columns => columns[0], columns => (columns[1], columns[2]), StringComparer.Ordinal);
    }

    /// <summary>The name in a language, null if the table does not have the code.</summary>
    public string? Find(string code, Language language) =>
        names.TryGetValue(code, out var name) ? language == Language.Zh ? name.Zh : name.En : null;
}
