using FluentValidation;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Documents of lots, and the gate that asks for them.</summary>
public static class DocumentsModule
{
    /// <summary>Adds what attaching, reading and releasing need.</summary>
    /// <exception cref="StartupException">A setting makes no sense.</exception>
    public static void AddDocuments(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Lots.Documents.schema.sql"));
        builder.Services.AddSingleton(ReleaseRequirements.From(builder.Configuration));
        builder.Services.AddSingleton<IValidator<AttachDocument>, AttachDocument.Validator>();
        builder.Services.AddSingleton<IValidator<PublishDocument>, PublishDocument.Validator>();
        switch (builder.Configuration["Documents:Store"])
        {
            case null or "" or "database":
                builder.Services.AddSingleton<IFileStore, DatabaseStore>();
                break;
            case "folder":
                builder.Services.AddSingleton<IFileStore>(new FolderStore(Path.GetFullPath(builder.Configuration["Documents:Directory"] ?? settings.PathOf("documents"))));
                break;
            case var unknown:
                throw new StartupException($"Documents:Store is '{unknown}'; it takes database or folder.");
        }
        builder.AddLotFact<DocumentAttached>("document_attached");
        builder.AddLotFact<DocumentPublished>("document_published");
        builder.AddLotFact<DocumentWithdrawn>("document_withdrawn");
        builder.AddLotFact<ReleasedToMarket>("released_to_market");
    }

    /// <summary>Serves documents of lots.</summary>
    public static void MapDocuments(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Documents");
        AttachDocument.Map(lots);
        ReadDocuments.Map(lots);
        PublishDocument.Map(lots);
        ReleaseToMarket.Map(lots);
    }
}
