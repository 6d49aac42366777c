namespace Lotmark.Ledger.Problems;

/// <summary>All that is wrong with a request, by field path (<c>importer.uscc</c>).</summary>
public sealed class FieldErrors
{
    private const int ShownValue = 100;
    private const int MostErrors = 100;

    private readonly SortedDictionary<string, List<FieldError>> _byPath = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _byPath.Count > 0;

    /// <summary>What is wrong, as <c>errors</c> of the problem document carries it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldError>> ByPath => _byPath.ToDictionary(e => e.Key, e => (IReadOnlyList<FieldError>)e.Value);

    /// <summary>Notes a problem, unless this field or one around it is already known to be wrong.</summary>
    public void Add(string path, FieldProblem problem, string? value)
    {
        if (_byPath.Count == MostErrors) return; // who sends so many is not helped by more
        if (path.Length > ShownValue) path = path[..ShownValue] + "…";
        for (var part = path; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('.'))])
            if (_byPath.ContainsKey(part)) return;
        var shown = value?.Length > ShownValue ? value[..ShownValue] + "…" : value;
        _byPath.Add(path, [new(problem.Code, Pointer(path), shown, new(problem.En, problem.Zh))]);
    }

    // RFC 6901
    private static string Pointer(string path) =>
        path.Length == 0 ? "" : "/" + path.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace('.', '/');
}

/// <summary>One wrong field.</summary>
/// <param name="Code">Stable code, kebab case.</param>
/// <param name="At">Where it stands in the request (JSON pointer, RFC 6901).</param>
/// <param name="Value">The value seen, shortened to 100 characters; null when it was missing.</param>
/// <param name="Message">What was wrong and what is right.</param>
public sealed record FieldError(string Code, string At, string? Value, Wording Message);

/// <summary>A sentence in both languages.</summary>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese.</param>
public sealed record Wording(string En, string Zh);
