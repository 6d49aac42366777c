using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>What the command line of <c>lots import</c> asks for.</summary>
/// <param name="File">The file to send.</param>
/// <param name="Url">Address of the service.</param>
/// <param name="KeyFile">File with the key.</param>
/// <param name="ContentType">What the file is.</param>
/// <param name="DryRun">Whether nothing is to be stored.</param>
/// <param name="Refusals">File for the refused lines; null to print them.</param>
/// <param name="Job">The import to carry on; null to begin one.</param>
public sealed record ImportOptions(string File, Uri Url, string KeyFile, string ContentType, bool DryRun, string? Refusals, Guid? Job)
{
    /// <summary>What is printed when it was not understood.</summary>
    public const string Usage = """
        Usage: lots import FILE --url URL --key-file FILE [--dry-run] [--charset NAME] [--refusals FILE] [--job ID]

          FILE              CSV with a header line, or NDJSON (a registration a line) where its name ends in .ndjson or .jsonl
          --url URL         address of the service, e.g. http://127.0.0.1:5080
          --key-file FILE   holds the key of an importer
          --dry-run         everything is decided, nothing is stored
          --charset NAME    utf-8 or gb18030, where the file does not show it
          --refusals FILE   refused lines with their reasons go there, as JSON a line, and are not printed
          --job ID          carries on an import that was not completed

        A connection that breaks is made again, and the import goes on behind the last line that is settled. The same file again changes nothing.

        Exit code: 0 every lot landed, 1 some lines were refused, 2 the command was not understood, 3 not completed.
        """;

    /// <summary>Reads the arguments behind <c>lots import</c>.</summary>
    public static bool TryParse(string[] arguments, [NotNullWhen(true)] out ImportOptions? options)
    {
        options = null;
        var files = new List<string>();
        var values = new Dictionary<string, string>();
        var dryRun = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--dry-run":
                    dryRun = true;
                    break;
                case "--url" or "--key-file" or "--charset" or "--refusals" or "--job" when i + 1 < arguments.Length && values.TryAdd(arguments[i], arguments[i + 1]):
                    i++;
                    break;
                case ['-', ..]:
                    return false;
                default:
                    files.Add(arguments[i]);
                    break;
            }
        }
        if (files is not [var file] || !values.TryGetValue("--key-file", out var keyFile)) return false;
        if (!values.TryGetValue("--url", out var address) || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return false;
        Guid? job = null;
        if (values.TryGetValue("--job", out var id))
        {
            if (!Guid.TryParse(id, out var parsed)) return false;
            job = parsed;
        }
        var type = Path.GetExtension(file).ToLowerInvariant() is ".ndjson" or ".jsonl" ? ImportFile.Ndjson : ImportFile.Csv;
        if (values.TryGetValue("--charset", out var charset)) type += $"; charset={charset}";
        options = new(file, url, keyFile, type, dryRun, values.GetValueOrDefault("--refusals"), job);
        return true;
    }
}
