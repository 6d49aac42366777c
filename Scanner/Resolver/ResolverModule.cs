using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lotmark.Scanner.Resolver;

/// <summary>The addresses that codes carry.</summary>
internal static class ResolverModule
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Ask = [HttpMethods.Options];

    public static void AddResolver(this IServiceCollection services)
    {
        services.AddScoped<LinkResolver>();
        services.Configure<RouteOptions>(options => options.SetParameterPolicy<CompressedSegment>("compressed"));
    }

    public static void MapResolver(this IEndpointRouteBuilder routes)
    {
        // A lot is optional for the router, so that its absence is answered here with a reason.
        const string Lot = "/01/{gtin}/10/{lot?}", Product = "/01/{gtin}";
        routes.MapMethods(Lot, Read, AnswerAsync).WithTags("Pages").WithName("lotPage").WithSummary("The page of a lot, its JSON form, its links, or where one of them leads");
        routes.MapMethods(Product, Read, AnswerAsync).WithTags("Pages").WithName("productPage").WithSummary("The page of a product, its JSON form, its links, or where one of them leads");
        foreach (var path in (string[])[Lot, Product]) routes.MapMethods(path, Ask, Preflighted).ExcludeFromDescription();

        // All other links are answered as well: with what is known of them, or with what is wrong.
        foreach (var path in ApplicationIdentifiers.PrimaryKeys.Select(key => $"/{key}/{{**rest}}").Append("/{link:compressed}"))
        {
            routes.MapMethods(path, Read, AnswerAsync).ExcludeFromDescription();
            routes.MapMethods(path, Ask, Preflighted).ExcludeFromDescription();
        }
        routes.MapMethods(ResolverDescription.Path, Read, ResolverDescription.Answer).ExcludeFromDescription();
        routes.MapMethods(ResolverDescription.Path, Ask, Preflight.Answer).ExcludeFromDescription();
    }

    private static async Task AnswerAsync(HttpContext http, LinkResolver resolver, ReadyAnswers ready) => await ready.GiveAsync(http, await resolver.AnswerAsync(http));

    private static void Preflighted(HttpContext http, PublicAddress address)
    {
        Preflight.Answer(http);
        if (DigitalLinkUri.TryParse(RawPath.Of(http), null, out var link, out _)) http.Response.Headers.Link = Linkset.HeaderOf(link.KeysUri(address.Url));
    }

    // Other single words at the root are no business of ours.
    private sealed class CompressedSegment : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey] is string segment && CompressedLink.LooksLike(segment);
    }
}
