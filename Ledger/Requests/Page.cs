using System.Globalization;
using Lotmark.Ledger.Problems;
using Microsoft.OpenApi;

namespace Lotmark.Ledger.Requests;

/// <summary>Which part of a list: what stands behind <c>?after=</c>, at most <c>?limit=</c> of it.</summary>
/// <param name="After">The last id of the part before; null at the beginning.</param>
/// <param name="Limit">1 to 1000; 100 when nothing is said.</param>
public sealed record Page(string? After, int Limit)
{
    /// <summary>How many to look for: one more shows whether there are others behind.</summary>
    public int Sought => Limit + 1;

    /// <summary>The part of what was found, and where the next one begins; null at the end.</summary>
    public (IReadOnlyList<T> Part, string? Next) Cut<T>(IReadOnlyList<T> found, Func<T, string> cursor) =>
        found.Count > Limit ? ([.. found.Take(Limit)], cursor(found[Limit - 1])) : (found, null);

    /// <summary>Names the next part of a list in the <c>Link</c> header (RFC 8288), with all that was asked for.</summary>
    public static void Follow(HttpContext context, string? next)
    {
        if (next is null) return;
        var query = QueryString.Create(context.Request.Query.Where(q => q.Key != "after").Append(new("after", next)));
        context.Response.Headers.Link = $"<{context.Request.Path}{query}>; rel=\"next\"";
    }

    /// <summary>What is wrong with a text that says nowhere in a list.</summary>
    public static readonly FieldProblem NoCursor = new("cursor", "Give what the answer before this one gave as next.", "请填写上一页返回的 next 值。");

    /// <summary>What is wrong with a parameter that there is none of.</summary>
    public static readonly FieldProblem NoParameter = new("unknown-parameter", "There is no parameter of this name.", "没有此参数。");

    internal const int Usual = 100;
    internal const int Most = 1000;
    private const int LongestId = 128;

    /// <summary>Reads the two parameters.</summary>
    /// <exception cref="InvalidRequestException">One of them is not well formed.</exception>
    public static ValueTask<Page> BindAsync(HttpContext context)
    {
        var (after, limit) = (context.Request.Query["after"].ToString(), context.Request.Query["limit"].ToString());
        var (errors, most) = (new FieldErrors(), Usual);
        if (after.Length > LongestId || after.Any(char.IsControl))
            errors.Add("after", NoCursor, after);
        if (limit.Length > 0 && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > Most))
            errors.Add("limit", new("limit", $"A whole number from 1 to {Most} belongs here.", $"应为1至{Most}的整数。"), limit);
        return errors.Any ? throw new InvalidRequestException(errors) : ValueTask.FromResult(new Page(after.Length == 0 ? null : after, most));
    }
}

/// <summary>How the API's description tells of lists that come in parts.</summary>
public static class PageDescribed
{
    /// <summary>Describes the parameters of <see cref="Page" />.</summary>
    public static RouteHandlerBuilder Paged(this RouteHandlerBuilder list) => list
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "after",
                In = ParameterLocation.Query,
                Description = "What the answer before this one gave as next.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "limit",
                In = ParameterLocation.Query,
                Description = "At most so many.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Most, Default = Page.Usual },
            });
            return Task.CompletedTask;
        });

    /// <summary>Describes parameters that narrow a list, each a text.</summary>
    public static RouteHandlerBuilder Narrowed(this RouteHandlerBuilder list, IEnumerable<(string Name, string About)> parameters) => list
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            foreach (var (name, about) in parameters)
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = about, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            return Task.CompletedTask;
        });

    private static string Most => Page.Most.ToString(CultureInfo.InvariantCulture);
}
