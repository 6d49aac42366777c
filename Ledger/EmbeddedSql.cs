namespace Lotmark.Ledger;

/// <summary>SQL files that stand beside the code that uses them and travel inside the assembly.</summary>
internal static class EmbeddedSql
{
    /// <summary>The text of a file by folder and name, e.g. <c>Log.schema.sql</c>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedSql).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
