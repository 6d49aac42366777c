using System.Text.Json.Serialization;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>What a document says, and which file shows it.</summary>
/// <param name="Type">Kind of document, see <see cref="DocumentCodes.Types" />.</param>
/// <param name="Number">Its number as printed; null where it has none, or where <paramref name="ConfidentialNumber" /> holds it.</param>
/// <param name="ConfidentialNumber">The number of a customs declaration; not public.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="IssuedOn">When it was issued.</param>
/// <param name="ValidTo">Last day on which it is valid; null when it does not end.</param>
/// <param name="Result">How the test or inspection ended, see <see cref="DocumentCodes.Results" />.</param>
/// <param name="Sha256">SHA-256 of the file, hex.</param>
/// <param name="MediaType">What the file is, by its content.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Replaces">Id of the document that it takes the place of.</param>
public sealed record DocumentContent(
    string Type, string? Number, Confidential? ConfidentialNumber, string Issuer, DateOnly IssuedOn, DateOnly? ValidTo, string? Result,
    string Sha256, string MediaType, long Size, int? Replaces)
{
    /// <summary>The last four characters of its number, which may be shown to anybody; null when it has none.</summary>
    [JsonIgnore]
    public string? LastFour => ConfidentialNumber?.LastFour ?? (Number is null ? null : Number.Length > 4 ? Number[^4..] : "");
}

/// <summary>A document as a lot has it.</summary>
/// <param name="Id">Number of the fact with which it was attached.</param>
/// <param name="Content">What it says.</param>
/// <param name="Public">Whether anybody may open its file.</param>
/// <param name="ReplacedBy">Id of the document that took its place; null while none did.</param>
/// <param name="AttachedAt">When it was attached.</param>
/// <param name="By">Who attached it.</param>
public sealed record AttachedDocument(int Id, DocumentContent Content, bool Public, int? ReplacedBy, DateTimeOffset AttachedAt, RecordedBy By);
