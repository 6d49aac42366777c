using Microsoft.OpenApi;

namespace Lotmark.Ledger.Requests;

/// <summary>How the API's description tells of an answer that no one type has.</summary>
public static class AnswerDescribed
{
    /// <summary>The answer 200 is an object with the members of both.</summary>
    public static RouteHandlerBuilder ProducesTogether<TOne, TOther>(this RouteHandlerBuilder route) => route
        .AddOpenApiOperationTransformer(async (operation, context, cancel) => (operation.Responses ??= [])["200"] = new OpenApiResponse
        {
            Description = "What was asked for.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        AllOf =
                        [
                            await context.GetOrCreateSchemaAsync(typeof(TOne), null, cancel),
                            await context.GetOrCreateSchemaAsync(typeof(TOther), null, cancel),
                        ],
                    },
                },
            },
        });
}
