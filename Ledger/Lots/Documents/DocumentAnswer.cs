using System.Text.Json.Serialization;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>The answer to a document that was attached.</summary>
public sealed record DocumentAnswer : LotAnswer
{
    /// <summary>The answer about the lot, and the document.</summary>
    public DocumentAnswer(LotAnswer answer, DocumentView document) : base(answer) => Document = document;

    /// <summary>The document.</summary>
    [JsonPropertyOrder(1)]
    public DocumentView Document { get; }
}

/// <summary>A document, for those who may read the lot.</summary>
/// <param name="Id">Its id within the lot.</param>
/// <param name="Type">Kind of document.</param>
/// <param name="Number">Its number; null when it has none.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="IssuedOn">When it was issued.</param>
/// <param name="ValidTo">Last day on which it is valid; null when it does not end.</param>
/// <param name="Result">How the test or inspection ended.</param>
/// <param name="Sha256">SHA-256 of the file, hex.</param>
/// <param name="MediaType">application/pdf, image/jpeg or image/png.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Public">Whether anybody may open the file.</param>
/// <param name="Replaces">Id of the document that it took the place of.</param>
/// <param name="ReplacedBy">Id of the document that took its place.</param>
/// <param name="AttachedAt">When it was attached.</param>
/// <param name="File">Address of the file.</param>
public sealed record DocumentView(
    int Id, string Type, string? Number, string Issuer, DateOnly IssuedOn, DateOnly? ValidTo, string? Result, string Sha256, string MediaType, long Size,
    bool Public, int? Replaces, int? ReplacedBy, DateTimeOffset AttachedAt, string File)
{
    /// <summary>A document of the lot with these addresses.</summary>
    public static DocumentView Of(AttachedDocument document, LotAddresses lot)
    {
        var content = document.Content;
        return new(
            document.Id, content.Type, content.Number ?? content.ConfidentialNumber?.Value, content.Issuer, content.IssuedOn, content.ValidTo, content.Result,
            content.Sha256, content.MediaType, content.Size, document.Public, content.Replaces, document.ReplacedBy, document.AttachedAt, $"{lot.Self}/documents/{document.Id}");
    }
}
