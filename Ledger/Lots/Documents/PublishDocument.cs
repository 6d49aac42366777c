using System.Globalization;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>The importer or an inspector shows the file of a document to everybody, or withdraws it.</summary>
public sealed record PublishDocument
{
    /// <summary>Whether anybody may open the file.</summary>
    public bool? Public { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : AbstractValidator<PublishDocument>
    {
        /// <summary>The only rule.</summary>
        public Validator() => RuleFor(x => x.Public).Required();
    }

    /// <summary>The rule: what is so already stays so.</summary>
    public static Decision Decide(Lot lot, string id, bool isPublic, RecordedBy by) =>
        !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !lot.Documents.TryGetValue(number, out var document) ? ReadDocuments.NoSuchDocument(id)
        : document.Public == isPublic ? Decision.Accept()
        : isPublic ? Decision.Accept(new DocumentPublished(number, by))
        : Decision.Accept(new DocumentWithdrawn(number, by));

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/documents/{id}/publication", HandleAsync)
        .Opens(Operation.PublishDocument)
        .WithSummary("Publish or withdraw the file of a document")
        .AnswersAboutLot()
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        LotKey lot, string id, Valid<PublishDocument> request, Actor actor, LotStreams lots, LotAnswers answers, HttpContext context, CancellationToken cancel)
    {
        var by = RecordedBy.Of(actor);
        var outcome = await lots.ChangeAsync(
            lot, actor.To(Operation.PublishDocument), current => Decide(current, id, request.Value.Public!.Value, by), RequestIdentity.From(context, actor, request.BodyHash), cancel);
        return await answers.OfAsync(outcome, context, cancel);
    }
}
