using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Listing;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Tables;

namespace Lotmark.Ledger.Interchange.Exports;

/// <summary>Records of lots as spreadsheets, in the forms that authorities ask for.</summary>
public static class ExportsModule
{
    private static readonly (Export Export, string Id, string Summary, string About)[] Exports =
    [
        (Fsma204.Export, "exportFsma204", "FSMA 204 electronic sortable spreadsheet (21 CFR 1.1455)",
            "A row for each critical tracking event of a lot: receiving, shipping, and transformation with a row for each input. Corrected events stay, and name what corrects them."),
        (Eu931.Export, "exportEu931", "What accompanies food of animal origin in the EU (Implementing Regulation 931/2011)", "A row for each shipment, as it counts now."),
        (ChinaImportRecords.Export, "exportCnImportRecords", "Records of imports and sales of an importer (Food Safety Law of China, article 98)",
            "A row for each delivery of an imported lot to a buyer, and one for a lot of which nothing was delivered yet. Chinese."),
    ];

    /// <summary>Adds what writing them needs.</summary>
    public static void AddExports(this WebApplicationBuilder builder) => builder.Services.AddSingleton<ExportFile>();

    /// <summary>Serves them, to programs and at the desk.</summary>
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        var (api, desk) = (app.MapGroup("/api/exports").WithTags("Exports"), app.MapDeskGroup());
        foreach (var (export, id, summary, about) in Exports)
        {
            api.MapGet(export.Name, (Actor actor, ExportFile file, HttpContext context, CancellationToken cancel) => file.AnswerAsync(export, actor.To(Operation.ExportRecords), context, cancel))
                .WithName(id).Opens(Operation.ExportRecords).WithSummary(summary)
                .WithDescription($"{about} Of the lots that listing with the same parameters finds, at most {ExportFile.MostLots}. Authorities get all; others what they recorded or what names them as its other side, and all of the lots that they registered. What the ledger doesn't record stays empty, as the glossary of the workbook says.")
                .GivesTable().ProducesProblem(StatusCodes.Status409Conflict).Filtered();
            desk.MapGet($"/exports/{export.Name}", (ExportFile file, HttpContext context, CancellationToken cancel) => AtDeskAsync(export, file, context, cancel)).OpensDesk(Operation.ExportRecords);
        }
        app.MapGet("/api/recalls/{id}/list", RecallAsync).WithName("exportRecallList").Opens(Operation.ReadRecalls).WithTags("Recalls")
            .WithSummary("The recall list of an order as a spreadsheet")
            .WithDescription("Every place that one of its lots reached, with quantities, contact, notice and disposal; in English or Chinese (Accept-Language). Authorities get all, a holder its own places.")
            .GivesTable().ProducesProblem(StatusCodes.Status404NotFound);
        desk.MapGet("/recalls/{id}/list", RecallAsync).OpensDesk(Operation.ReadRecalls);
    }

    // At the desk people read what is wrong: the search says it beside its fields.
    private static async Task<IResult> AtDeskAsync(Export export, ExportFile file, HttpContext context, CancellationToken cancel)
    {
        try
        {
            var answer = await file.AnswerAsync(export, SignedInAccount.Of(context.User)!.Actor.To(Operation.ExportRecords), context, cancel);
            return answer is IStatusCodeHttpResult { StatusCode: StatusCodes.Status409Conflict }
                ? DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status409Conflict, ("Kind", NoticePage.Notice.TooManyLots), ("Most", ExportFile.MostLots))
                : answer;
        }
        catch (InvalidRequestException)
        {
            return TypedResults.LocalRedirect($"/inspect{QueryString.Create(context.Request.Query.Where(q => q.Key != TableFormat.Parameter))}");
        }
    }

    private static async Task<IResult> RecallAsync(string id, RecallStore store, ScopedLots scoped, LotReader lots, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var actor = Actor.From(context.User);
        if (await RecallsModule.FindAsync(id, actor, store, cancel) is not { } recall) return RecallsModule.NoSuch.AsProblem(context, StatusCodes.Status404NotFound, "recall-unknown");
        var view = await RecallView.OfAsync(recall, RecallsModule.OnlyFor(actor), store, scoped, lots, places, cancel);
        var (say, named) = (DeskSetting.For(context), await places.LocationsAsync(RecallList.Named(view), cancel));
        var columns = RecallList.Columns(say, named);
        var table = new SpooledTable(TableFormat.AskedFor(context.Request), $"recall-list-{recall.ConfirmedAt ?? recall.ProposedAt:yyyy-MM-dd}", [.. columns.Select(c => c.Head)], say.IsChinese ? WorkbookWords.Chinese : WorkbookWords.English);
        return (await table.AnswerAsync(context, async writer =>
        {
            foreach (var row in RecallList.Rows(view, named)) await writer.WriteAsync([.. columns.Select(c => c.Value(row))], cancel);
            return true;
        }, cancel))!;
    }
}
