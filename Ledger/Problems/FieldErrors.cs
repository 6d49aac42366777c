namespace Lotmark.Ledger.Problems;

/// <summary>All that is wrong with a request, by field path (<c>importer.uscc</c>).</summary>
public sealed class FieldErrors
{
    private const int ShownValue = 100;
    private const int MostErrors = 100;

    private readonly SortedDictionary<string, List<FieldError>> _byPath = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _byPath.Count > 0;

    /// <summary>What is wrong, by field path.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldError>> ByPath => _byPath.ToDictionary(e => e.Key, e => (IReadOnlyList<FieldError>)e.Value);

    /// <summary>What is wrong, as <c>errors</c> of the problem document carries it: in the caller's language.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldError>> ByPathFor(HttpContext context) => ByPathIn(Wording.AskedFor(context));

    /// <summary>What is wrong, in a language.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldError>> ByPathIn(AnswerLanguage language) => _byPath.ToDictionary(
        e => e.Key, e => (IReadOnlyList<FieldError>)[.. e.Value.Select(error => error with { Detail = error.Message.In(language) })]);

    /// <summary>Notes a problem, unless this field or one around it is already known to be wrong.</summary>
    public void Add(string path, FieldProblem problem, string? value)
    {
        if (_byPath.Count == MostErrors) return; // who sends so many is not helped by more
        if (path.Length > ShownValue) path = path[..ShownValue] + "…";
        for (var part = path; part.Length > 0; part = part[..Math.Max(0, part.AsSpan().LastIndexOfAny('.', '['))])
            if (_byPath.ContainsKey(part)) return;
        var shown = value?.Length > ShownValue ? value[..ShownValue] + "…" : value;
        _byPath.TryAdd(path, [new(problem.Code, Pointer(path), shown, problem.En, new(problem.En, problem.Zh))]);
    }

    // RFC 6901; units[0].quantity is /units/0/quantity
    private static string Pointer(string path) => path.Length == 0 ? "" : "/" + path
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        .Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');
}

/// <summary>One wrong field.</summary>
/// <param name="Code">Stable code, kebab case.</param>
/// <param name="At">Where it stands in the request (JSON pointer, RFC 6901).</param>
/// <param name="Value">The value seen, shortened to 100 characters; null when it was missing.</param>
/// <param name="Detail">What was wrong and what is right, in the language asked for (Accept-Language).</param>
/// <param name="Message">The same in both languages.</param>
public sealed record FieldError(string Code, string At, string? Value, string Detail, Wording Message);
