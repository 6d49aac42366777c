using System.Globalization;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Serials;

/// <summary>The importer gives each item of a lot a code of its own.</summary>
public sealed record IssueSerials
{
    /// <summary>Most serial numbers of one request.</summary>
    public const int Most = 100_000;

    /// <summary>Most serial numbers of one lot.</summary>
    public const long MostOfLot = 10_000_000;

    private const int LargestBody = 4 << 20;

    /// <summary>How many are wanted: 1 to 100,000. They are made up here, so that nobody guesses them.</summary>
    public int? Count { get; init; }

    /// <summary>Instead of a number, the serial numbers that the items bear already: 1 to 100,000, each of 1 to 20 characters (GS1 character set 82).</summary>
    public IReadOnlyList<string>? Serials { get; init; }

    /// <summary>When a request is well formed.</summary>
    public sealed class Validator : AbstractValidator<IssueSerials>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Count).Check((x, count) => count switch
            {
                null when x.Serials is null => new("required", "Say how many (count), or give the serial numbers (serials).", "请填写数量（count）或给出序列号（serials）。"),
                < 1 or > Most => new("serials-count", "From 1 to 100,000 serial numbers are issued at once.", "一次可发放1至100,000个序列号。"),
                _ => null,
            });
            RuleFor(x => x.Serials).Check((x, serials) => serials switch
            {
                null => null,
                _ when x.Count is not null => new("count-or-serials", "Give either count or serials, not both.", "count与serials只能填写其一。"),
                { Count: 0 or > Most } => new("serials-count", "From 1 to 100,000 serial numbers are issued at once.", "一次可发放1至100,000个序列号。"),
                _ => Twice(serials),
            });
            RuleForEach(x => x.Serials).Check((x, serial) => x.Serials!.Count > Most || SerialNumber.TryParse(serial ?? "", out _, out var problem) ? null : problem);
        }

        private static FieldProblem? Twice(IReadOnlyList<string> serials)
        {
            var seen = new HashSet<string>(serials.Count, StringComparer.Ordinal);
            for (var i = 0; i < serials.Count; i++)
                if (serials[i] is { } serial && !seen.Add(serial))
                    return new("serial-twice", $"The serial number at place {i + 1} stands in the list before.", $"第{i + 1}个序列号在列表中重复。");
            return null;
        }
    }

    /// <summary>The rule: who registered the lot gives its items codes, as long as there are items to be sold. The same ones again change nothing.</summary>
    public static Decision Decide(LotHistory history, SerialsIssued issue)
    {
        var lot = history.Lot!;
        if (lot.Registrant != issue.By.Organisation)
            return Decision.Forbid("foreign-lot", "Only who registered a lot issues codes for its items.", "只有登记该批次的单位可以为其单品发码。");
        var before = SerialsIssued.Of(history).Select(i => i.Issue).ToList();
        if (before.Exists(i => i.Sha256 == issue.Sha256)) return Decision.Accept();
        if (lot.Recall is not null)
            return Decision.Conflict("lot-recalled", "A recalled lot gets no new codes.", "已召回的批次不能再发码。");
        if (lot.Balances.Left <= 0)
            return Decision.Conflict("lot-gone", "Nothing is left of this lot: there are no items to mark.", "该批次已无存量，没有可赋码的单品。");
        return before.Sum(i => (long)i.Count) + issue.Count > MostOfLot
            ? Decision.Conflict("serials-too-many", $"A lot has at most {MostOfLot.ToString("N0", CultureInfo.InvariantCulture)} serial numbers.", $"每个批次最多{MostOfLot.ToString("N0", CultureInfo.InvariantCulture)}个序列号。")
            : Decision.Accept(issue);
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/serials", HandleAsync)
        .Opens(Operation.IssueSerials)
        .WithSummary("Give the items of a lot codes of their own")
        .WithDescription("""
            Answers with a file: serial number and full address of each item's code, a line each, in CSV with a header line or, for Accept: application/x-ndjson, in
            JSON. Made-up serial numbers have 16 characters, of which the last checks the others. Nobody can read them here again: send an
            Idempotency-Key, and the same request gives the same file after a broken connection. A file that does not end well is not whole. A list that was
            issued before gives its file with status 200 and changes nothing.
            """)
        .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
        .Produces<string>(StatusCodes.Status201Created, SerialFile.Csv, SerialFile.Ndjson)
        .Produces<string>(StatusCodes.Status200OK, SerialFile.Csv, SerialFile.Ndjson)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "Makes a retry safe: the same request with the same key gives the same serial numbers; another request with it is 422.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = RequestIdentity.MaxLength },
            });
            return Task.CompletedTask;
        });

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<IssueSerials> request, Actor actor, SerialIssue issue, SerialFile file, LotLinks links, HttpContext context, CancellationToken cancel)
    {
        var identity = RequestIdentity.From(context, actor, request.BodyHash);
        var (refused, batch, fresh) = await issue.CarryOutAsync(lot, request.Value, actor, identity, cancel);
        if (refused is not null) return refused.AsProblem(context);
        context.Response.StatusCode = fresh ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        if (fresh) context.Response.Headers.Location = links.Of(lot).Self;
        return file.Of(lot, batch!, context, cancel);
    }
}
