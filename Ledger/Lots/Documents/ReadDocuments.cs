using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>The documents of a lot for those who may read it, and files that are public for everybody.</summary>
public static class ReadDocuments
{
    /// <summary>Serves them.</summary>
    public static void Map(IEndpointRouteBuilder lots)
    {
        lots.MapGet("/{gtin}/{number}/documents", HandleListAsync)
            .Opens(Operation.ReadDocument)
            .WithSummary("Read what documents a lot has")
            .Produces<DocumentList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        lots.MapMethods("/{gtin}/{number}/documents/{id}", [HttpMethods.Get, HttpMethods.Head], HandleFileAsync)
            .WithSummary("Open the file of a document: a public one without a key")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/pdf", "image/jpeg", "image/png")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The documents of a lot.</summary>
    /// <param name="Documents">Oldest first, replaced ones included.</param>
    public sealed record DocumentList(IReadOnlyList<DocumentView> Documents);

    private static async Task<IResult> HandleListAsync(LotKey lot, Actor actor, LotReader lots, LotLinks links, HttpContext context, CancellationToken cancel)
    {
        var found = await lots.FindAsync(lot, cancel);
        return ReadLot.Refusal(found, actor.To(Operation.ReadDocument)) is { } refusal
            ? refusal.AsProblem(context)
            : TypedResults.Ok(new DocumentList([.. found!.Documents.Values.Select(d => DocumentView.Of(d, links.Of(lot)))]));
    }

    private static async Task<IResult> HandleFileAsync(LotKey lot, string id, LotReader lots, IFileStore files, HttpContext context, CancellationToken cancel)
    {
        var found = await lots.FindAsync(lot, cancel);
        var document = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && found?.Documents.TryGetValue(number, out var attached) == true ? attached : null;
        if (document is not { Public: true })
        {
            // Who is not signed in learns nothing, not even whether it is there.
            if (context.User.Identity?.IsAuthenticated != true) return TypedResults.Challenge();
            if (ReadLot.Refusal(found, Actor.From(context.User).To(Operation.ReadDocument)) is { } refusal) return refusal.AsProblem(context);
            if (document is null) return NoSuchDocument(id).AsProblem(context);
        }

        var content = document.Content;
        if (await files.OpenAsync(content.Sha256, cancel) is not { } file) throw new InvalidOperationException($"The file {content.Sha256} of {lot.Path} is missing.");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = document.Public ? "public, max-age=60" : "private, no-cache";
        return TypedResults.File(
            file, content.MediaType, $"{content.Type}-{document.Id}.{FileKind.Extension(content.MediaType)}", document.AttachedAt, new EntityTagHeaderValue($"\"{content.Sha256}\""), enableRangeProcessing: true);
    }

    internal static Decision.Refused NoSuchDocument(string id) => Decision.Unknown("document-unknown", $"The lot has no document {id}.", $"该批次没有编号为 {id} 的证明文件。");
}
