using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>A certificate, report or picture is attached to a lot: what it says as data, and the file that shows it.</summary>
public sealed partial record AttachDocument
{
    /// <summary>Kind of document.</summary>
    public string? Type { get; init; }

    /// <summary>Its number as printed; a certificate of inspection and quarantine is kept in upper case.</summary>
    public string? Number { get; init; }

    /// <summary>Who issued it.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was issued.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>Last day on which it is valid.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>How the test or inspection ended: negative, positive, conformant, nonConformant. Tests need it.</summary>
    public string? Result { get; init; }

    /// <summary>Whether anybody may open the file; false when absent. Only for who may publish.</summary>
    public bool? Public { get; init; }

    /// <summary>Id of the document that this one takes the place of.</summary>
    public long? Replaces { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : AbstractValidator<AttachDocument>
    {
        /// <summary>Rules against today's date in the importing country.</summary>
        public Validator(TimeProvider clock)
        {
            RuleFor(x => x.Type).Required().OneOf(DocumentCodes.Types);
            RuleFor(x => x.Number).AtMost(50).Check((x, number) => (x.Type, number) switch
            {
                (DocumentCodes.Photo, null or "") => null,
                (_, null or "") => new("required", "This field is required.", "此字段必填。"),
                (DocumentCodes.CustomsDeclaration, var declaration) => Rules.FormOf<CustomsDeclarationNumber>(declaration),
                (DocumentCodes.CiqCertificate, var certificate) => Rules.FormOf<CiqCertificateNumber>(certificate),
                _ => null,
            });
            RuleFor(x => x.Issuer).Required().AtMost(200);
            RuleFor(x => x.IssuedOn).Required().Check((_, day) => day > ImportingCountryDay.Of(clock.GetUtcNow())
                ? new("in-the-future", "A document can't have been issued in the future.", "签发日期不能晚于今天。") : null);
            RuleFor(x => x.ValidTo).Check((x, day) => day < x.IssuedOn
                ? new("range-backwards", "The last day can't be before the first.", "结束日期不能早于开始日期。") : null);
            RuleFor(x => x.Result).OneOf(DocumentCodes.Results).Check((x, result) => result is null or "" && DocumentCodes.Tests.Contains(x.Type)
                ? new("required", "A test report needs its result.", "检测报告应填写结果。") : null);
            RuleFor(x => x.Replaces).Check((_, id) => id is < 1 or > int.MaxValue
                ? new("document-id", "This is the id of no document.", "没有此编号的证明文件。") : null);
        }
    }

    /// <summary>The rule: a document counts once; what it replaces must be there, be of the same kind and not be replaced yet; publishing is not for everybody.</summary>
    public static Decision Decide(Lot lot, DocumentAttached fact, bool mayPublish) => fact.Document switch
    {
        _ when fact.Public && !mayPublish => Decision.Forbid(
            "publishing-not-open", "Only the importer and inspectors may publish a document. Attach it without public.", "只有进口商和检查人员可以公开证明文件。请勿设置 public。"),
        var content when lot.Documents.Values.Any(d => d.Content == content) => Decision.Accept(),
        { Replaces: { } old } when !lot.Documents.ContainsKey(old) => Decision.Conflict(
            "document-unknown", $"The lot has no document {old} that could be replaced.", $"该批次没有编号为 {old} 的证明文件。"),
        { Replaces: { } old, Type: var type } when lot.Documents[old].Content.Type != type => Decision.Conflict(
            "document-of-another-type", $"Document {old} is of another type.", $"证明文件 {old} 的类型不同。"),
        { Replaces: { } old } when lot.Documents[old].ReplacedBy is { } newer => Decision.Conflict(
            "document-replaced", $"Document {old} was replaced by {newer} already.", $"证明文件 {old} 已被 {newer} 替换。"),
        _ => Decision.Accept(fact),
    };

    /// <summary>What a valid request and its file record.</summary>
    public DocumentAttached Describe(UploadedFile file, RecordedBy by)
    {
        var number = Number is null or "" ? null : Type == DocumentCodes.CiqCertificate ? Identifier.Parse<CiqCertificateNumber>(Number).Value : Number;
        var isSecret = Type == DocumentCodes.CustomsDeclaration;
        return new(
            new(Type!, isSecret ? null : number, isSecret ? Confidential.Seal(number!) : null, Issuer!, IssuedOn!.Value, ValidTo, Result is "" ? null : Result,
                file.Sha256, file.MediaType!, file.Size, (int?)Replaces),
            Public ?? false, by);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/documents", HandleAsync)
        .Opens(Operation.AttachDocument)
        .WithSummary("Attach a certificate, report or picture")
        .WithDescription("""
            A multipart form of two parts: `document`, JSON with what the document says, and `file`, the PDF, JPEG or PNG of at most 30 MB. What the file is
            is told by its content. The same document again changes nothing.
            """)
        .WithMetadata(new RequestSizeLimitAttribute(UploadedFile.LongestFile + (1 << 16)))
        .Accepts<AttachDocument>("multipart/form-data")
        .AnswersAboutLot()
        .Produces<DocumentAnswer>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> HandleAsync(
        LotKey lot, Actor actor, LotReader reader, LotStreams lots, LotAnswers answers, LotLinks links, IFileStore files, IValidator<AttachDocument> validator,
        HttpContext context, CancellationToken cancel)
    {
        var permit = actor.To(Operation.AttachDocument);
        var found = await reader.FindAsync(lot, cancel);
        if (ReadLot.Refusal(found, permit) is { } refusal) return refusal.AsProblem(context);

        await using var form = await DocumentForm.ReadAsync(context, validator, cancel);
        if (form.File.MediaType is null)
            return new Decision.Refused("file-type", StatusCodes.Status415UnsupportedMediaType, new(
                "The file is no complete PDF, JPEG or PNG.", "文件不是完整的PDF、JPEG或PNG。")).AsProblem(context);
        var fact = form.Document.Describe(form.File, RecordedBy.Of(actor));
        var identity = RequestIdentity.From(context, actor, form.Hash);
        Decision Rule(Lot current) => Decide(current, fact, current.IsOpenTo(actor.To(Operation.PublishDocument)));

        // The file first: a crash between the two leaves a file that no event names, never an event without its file.
        if (Rule(found!) is Decision.Refused refused) return refused.AsProblem(context);
        await files.StoreAsync(form.File.Sha256, form.File.Open(), cancel);
        var outcome = await lots.ChangeAsync(lot, permit, Rule, identity, cancel);
        return await answers.OfAsync(outcome, context, cancel, form.Warnings, (now, answer) =>
            new DocumentAnswer(answer, DocumentView.Of(now.Documents.Values.Last(d => d.Content == fact.Document), answer.Links)));
    }
}
