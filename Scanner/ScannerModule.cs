using Lotmark.Scanner.Http;
using Lotmark.Scanner.Labels;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Lotmark.Scanner.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lotmark.Scanner;

/// <summary>The pages and labels that a scan leads to, as a part of a host. The host brings <see cref="ILotDocuments"/> and <see cref="IShopperReports"/>.</summary>
public static class ScannerModule
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Ask = [HttpMethods.Options];

    /// <summary>Adds what the pages need.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="publicUrl">
    /// Scheme, host and path prefix that QR codes carry, such as <c>https://t.example.com</c>;
    /// asked for at each request, since a host may learn its own address only when it listens.
    /// </param>
    public static IServiceCollection AddScanner(this IServiceCollection services, Func<IServiceProvider, string> publicUrl)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new PublicAddress(() => publicUrl(provider)));
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageMemory>();
        services.AddScoped<LotLookup>();
        services.AddScoped<LotLabels>();
        services.AddReports();
        return services;
    }

    /// <summary>Maps the front page, <c>/01/{gtin}/10/{lot}</c> and its labels.</summary>
    public static IEndpointRouteBuilder MapScanner(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Read, Home).ExcludeFromDescription();

        // A lot is optional for the router, so that its absence is answered here with a reason.
        const string Lot = "/01/{gtin}/10/{lot?}";
        routes.MapMethods(Lot, Read, LookUp).WithTags("Pages").WithName("lotPage").WithSummary("The page of a lot, or its JSON form");
        routes.MapMethods(Lot, Ask, Preflight.Answer).ExcludeFromDescription();

        foreach (var form in (string[])[LotLabels.Svg, LotLabels.Png])
        {
            var label = $"/labels/01/{{gtin}}/10/{{lot}}{form}";
            routes.MapMethods(label, Read, (HttpContext http, LotLabels labels) => Label(http, labels, form))
                .WithTags("Pages").WithName($"lotLabel{form.TrimStart('.').ToUpperInvariant()}").WithSummary($"The QR label of a lot ({form})");
            routes.MapMethods(label, Ask, Preflight.Answer).ExcludeFromDescription();
        }
        routes.MapReports();
        return routes;
    }

    private static async Task Home(HttpContext http, PageRenderer pages) =>
        await (await pages.RenderAsync<HomePage>(StatusCodes.Status200OK, LanguageSwitch.Of(http.Request), [])).WriteAsync(http);

    private static async Task LookUp(HttpContext http, LotLookup lookup) => await (await lookup.FindAsync(http)).WriteAsync(http);

    private static async Task Label(HttpContext http, LotLabels labels, string form) =>
        await (await labels.FindAsync(http, form)).WriteAsync(http);
}
