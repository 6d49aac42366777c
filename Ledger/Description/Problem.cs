using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Description;

/// <summary>Why a request was refused (RFC 9457). Nothing was changed.</summary>
/// <param name="Type">Address of what the HTTP status means.</param>
/// <param name="Title">What was wrong, in the language asked for (Accept-Language: en or zh).</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">More about this very case.</param>
/// <param name="Code">Stable code, kebab case.</param>
/// <param name="Message">The title in both languages.</param>
/// <param name="Errors">Everything that is wrong with the fields of the request, by field path (<c>importer.uscc</c>).</param>
/// <param name="TraceId">Names the request in the operator's log.</param>
public sealed record Problem(
    string? Type, string Title, int Status, string? Detail, string? Code, Wording? Message, IReadOnlyDictionary<string, IReadOnlyList<FieldError>>? Errors, string? TraceId);
