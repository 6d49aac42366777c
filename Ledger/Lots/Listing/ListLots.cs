using System.Globalization;
using System.Text.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.OpenApi;
using Npgsql;

namespace Lotmark.Ledger.Lots.Listing;

/// <summary>The lots that somebody may read, newest registration first, filtered.</summary>
public static class ListLots
{
    private const int LongestText = 100;

    /// <summary>A part of the list.</summary>
    /// <param name="Lots">The lots.</param>
    /// <param name="Next">Where the next part begins (<c>?after=</c>); null at the end.</param>
    public sealed record LotList(IReadOnlyList<Line> Lots, string? Next);

    /// <summary>A lot and where to read it.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="Links">Its addresses.</param>
    public sealed record Line(ListedLot Lot, LotAddresses Links);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapGet("/", HandleAsync)
        .Opens(Operation.ListLots)
        .WithSummary("List and search lots")
        .WithDescription("Own lots and those held or under way for others than inspectors. A lot stands in the list as soon as it is in the log, within a second of its registration.")
        .Produces<LotList>()
        .Paged()
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (name, about) in Filters)
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = about, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    private static readonly (string Name, string About)[] Filters =
    [
        ("status", "Only lots that stand here in their life, e.g. inStation."),
        ("entryFrom", "Entry date on or after this day, 2026-11-07."),
        ("entryTo", "Entry date on or before this day."),
        ("expiresBefore", "Last day of shelf life before this day."),
        ("origin", "Country or region of origin (ISO 3166-1 alpha-2)."),
        ("category", "Product category."),
        ("importer", "Unified social credit code of the importer."),
        ("q", "Text in GTIN, lot number, names of product, manufacturer, exporter or importer, container or certificate number; all words must be found."),
    ];

    private static async Task<IResult> HandleAsync(Actor actor, Page page, HttpContext context, NpgsqlDataSource database, LotLinks links, CancellationToken cancel)
    {
        await using var command = database.CreateCommand();
        var conditions = Conditions(context.Request.Query, page, command);
        if (actor.To(Operation.ListLots).Reach != Reach.Any)
        {
            conditions.Add("parties @> @own");
            command.Parameters.AddWithValue("own", new[] { actor.Organisation });
        }
        command.CommandText = $"select lot, registered_at, row from lots.listing {(conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions))} order by registered_at desc, lot desc limit @limit";
        command.Parameters.AddWithValue("limit", page.Sought);
        var found = new List<(string Cursor, Line Line)>();
        await using (var reader = await command.ExecuteReaderAsync(cancel))
            while (await reader.ReadAsync(cancel))
            {
                var (lot, at) = (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
                found.Add((string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}~{lot}"),
                    new(JsonSerializer.Deserialize<ListedLot>(reader.GetString(2), LotJson.Stored)!, links.Of(LotKey.FromPath(lot)))));
            }
        var (part, next) = page.Cut(found, f => f.Cursor);
        if (next is not null)
        {
            var query = QueryString.Create(context.Request.Query.Where(q => q.Key != "after").Append(new("after", next)));
            context.Response.Headers.Link = $"<{context.Request.Path}{query}>; rel=\"next\"";
        }
        return TypedResults.Ok(new LotList([.. part.Select(f => f.Line)], next));
    }

    private static List<string> Conditions(IQueryCollection query, Page page, NpgsqlCommand command)
    {
        var (errors, conditions) = (new FieldErrors(), new List<string>());
        foreach (var unknown in query.Keys.Except(Filters.Select(f => f.Name)).Except(["after", "limit"]))
            errors.Add(unknown, new("unknown-parameter", "There is no parameter of this name.", "没有此参数。"), null);

        Text("status", "status = @status", text => Enum.TryParse<LotStatus>(text, ignoreCase: true, out _) && !char.IsAsciiDigit(text[0]) ? null
            : new("unknown-code", $"This must be one of {string.Join(", ", Enum.GetNames<LotStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.", $"应为以下之一：{string.Join("、", Enum.GetNames<LotStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))}。"));
        // What was never registered is listed when asked for.
        if (query["status"].ToString().Length == 0) conditions.Add("status <> 'void'");
        Text("origin", "origin = @origin", Rules.FormOf<CountryCode>);
        Text("category", "category = @category", text => LotCodes.Categories.Contains(text) ? null
            : new("unknown-code", $"This must be one of {string.Join(", ", LotCodes.Categories)}.", $"应为以下代码之一：{string.Join("、", LotCodes.Categories)}。"));
        Text("importer", "importer = @importer", Rules.FormOf<Uscc>);
        Day("entryFrom", "entry_date >= @entryFrom");
        Day("entryTo", "entry_date <= @entryTo");
        Day("expiresBefore", "last_day < @expiresBefore");
        Words();
        After();
        return errors.Any ? throw new InvalidRequestException(errors) : conditions;

        void Text(string name, string condition, Func<string, FieldProblem?> check)
        {
            if (query[name].ToString() is not { Length: > 0 } text) return;
            if (check(text) is { } problem) errors.Add(name, problem, text);
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, text);
        }

        void Day(string name, string condition)
        {
            if (query[name].ToString() is not { Length: > 0 } text) return;
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                errors.Add(name, new("type-date", "A date of the form 2026-11-07 belongs here.", "日期应写作 2026-11-07 的形式。"), text);
            conditions.Add(condition);
            command.Parameters.AddWithValue(name, day);
        }

        void Words()
        {
            if (query["q"].ToString() is not { Length: > 0 } text) return;
            if (text.Length > LongestText || text.Any(char.IsControl))
                errors.Add("q", new("text-length", $"Search for at most {LongestText} characters.", $"搜索内容最多{LongestText}个字符。"), text);
            foreach (var word in text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                conditions.Add($"strpos(searched, @word{conditions.Count}) > 0");
                command.Parameters.AddWithValue($"word{conditions.Count - 1}", word);
            }
        }

        void After()
        {
            if (page.After is null) return;
            if (page.After.Split('~', 2) is [var ticks, var lot] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks)
            {
                conditions.Add("(registered_at, lot) < (@at, @lot)");
                command.Parameters.AddWithValue("at", new DateTime(at, DateTimeKind.Utc));
                command.Parameters.AddWithValue("lot", lot);
            }
            else errors.Add("after", new("cursor", "Give what the answer before this one gave as next.", "请填写上一页返回的 next 值。"), page.After);
        }
    }
}
