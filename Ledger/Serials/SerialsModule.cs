using FluentValidation;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.Serials;

namespace Lotmark.Ledger.Serials;

/// <summary>Codes of single items.</summary>
public static class SerialsModule
{
    /// <summary>Adds what issuing, reading and counting need.</summary>
    public static void AddSerials(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Serials.schema.sql"));
        builder.Services.AddSingleton<SerialStore>();
        builder.Services.AddSingleton<SerialIssue>();
        builder.Services.AddSingleton<SerialFile>();
        builder.Services.AddSingleton<ScanCounts>();
        builder.Services.AddSingleton<IItemCodes, ItemCodes>();
        builder.Services.AddSingleton<IValidator<IssueSerials>, IssueSerials.Validator>();
        builder.AddLotFact<SerialsIssued>("serials_issued");
        // Codes that were printed can't be others; that a roll of them was lost can be said.
        builder.Services.AddSingleton(new CorrectableFact(typeof(SerialsIssued), (_, _) => Task.FromResult<Func<Lot?, Decision>>(_ => Decision.Conflict(
            "serials-are-issued", "Serial numbers that were issued can't become others: declare that it did not occur, and issue new ones.",
            "已发放的序列号不能更改：请声明该事件未发生，然后重新发放。"))));
        if (settings.Scanner) builder.Services.AddHostedService<ScanFlush>();
    }

    /// <summary>Serves the serial numbers of lots.</summary>
    public static void MapSerials(this IEndpointRouteBuilder app)
    {
        var lots = app.MapGroup("/api/lots").WithTags("Serials");
        IssueSerials.Map(lots);
        ReadSerial.Map(lots);
    }
}
