using System.ComponentModel;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Labels;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Lotmark.Scanner.Reports;
using Lotmark.Scanner.Resolver;
using Lotmark.Scanner.Scan;
using Lotmark.Scanner.Serials;
using Lotmark.Scanner.Verify;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lotmark.Scanner;

/// <summary>The pages and labels that a scan leads to, as a part of a host. The host brings <see cref="ILotDocuments"/>, <see cref="IItemCodes"/> and <see cref="IShopperReports"/>.</summary>
public static class ScannerModule
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Ask = [HttpMethods.Options];

    private const string SizeMeans = "70x50 (default) or 50x30, in millimetres.";
    private const string DpiMeans = "Dots an inch of PNG and ZPL: 203 or 300. PNG has 300 by default, ZPL 203.";
    private const string LotMeans = "The path of a lot, 01/{gtin}/10/{lot}, as in its links.label; once for each lot.";

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
        services.AddSingleton<ReadyAnswers>();
        services.AddScoped<LotLookup>();
        services.AddResolver();
        services.AddScoped<LotLabels>();
        services.AddScoped<CodePicture>();
        services.AddScoped<LabelSheet>();
        services.AddScoped<ScanLookup>();
        services.AddReports();
        return services;
    }

    /// <summary>Gives pages that are kept to who asks for them in the usual words, ahead of routing, sign-in and limits: they cost less than these.</summary>
    public static IApplicationBuilder UseKeptPages(this IApplicationBuilder app)
    {
        var ready = app.ApplicationServices.GetRequiredService<ReadyAnswers>();
        return app.Use(next => http => ready.AnswerAsync(http, next));
    }

    /// <summary>Maps the front page, the addresses that codes carry, labels, the sheets they are printed from, and the scan page.</summary>
    public static IEndpointRouteBuilder MapScanner(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Read, Home).ExcludeFromDescription();
        routes.MapResolver();
        VerifierFiles.Map(routes, Read);

        foreach (var form in (string[])[LotLabels.Svg, LotLabels.Png, LotLabels.Zpl])
        {
            var label = $"/labels/01/{{gtin}}/10/{{lot}}{form}";
            routes.MapMethods(label, Read, (HttpContext http, LotLabels labels, [Description(SizeMeans)] string? size, [Description(DpiMeans)] string? dpi) => Label(http, labels, form, size, dpi))
                .WithTags("Pages").WithName($"lotLabel{form.TrimStart('.').ToUpperInvariant()}").WithSummary($"The QR label of a lot ({form})");
            routes.MapMethods(label, Ask, Preflight.Answer).ExcludeFromDescription();
        }

        routes.MapMethods(CodePicture.Route, Read, Code).ExcludeFromDescription();
        const string Sheet = "/labels/sheet";
        routes.MapMethods(Sheet, Read, Print).WithTags("Pages").WithName("labelSheet").WithSummary("The labels of many lots as one page to print");
        routes.MapMethods(Sheet, Ask, Preflight.Answer).ExcludeFromDescription();
        routes.MapMethods("/scan", Read, Scan).ExcludeFromDescription();
        foreach (var (file, reply) in ScanFiles.All) routes.MapMethods($"/scan/{file}", Read, reply.WriteAsync).ExcludeFromDescription();
        routes.MapReports();
        return routes;
    }

    private static async Task Home(HttpContext http, PageRenderer pages) =>
        await (await pages.RenderAsync<HomePage>(StatusCodes.Status200OK, LanguageSwitch.Of(http.Request), [])).WriteAsync(http);

    private static async Task Label(HttpContext http, LotLabels labels, string form, string? size, string? dpi) =>
        await (await labels.FindAsync(http, form, size, dpi)).WriteAsync(http);

    private static Task Code(HttpContext http, CodePicture picture) => picture.Draw(http).WriteAsync(http);

    private static async Task Scan(HttpContext http, ScanLookup lookup) => await (await lookup.AnswerAsync(http)).WriteAsync(http);

    // The lots are described here and read from the query as it was sent: decoded, a path can't tell its own slashes from a lot number's.
    private static async Task Print(
        HttpContext http, LabelSheet sheet, [Description(LotMeans)] string[]? lot, [Description(SizeMeans)] string? size,
        [Description("a4 (default): sheets to be cut; roll: a label a page.")] string? paper,
        [Description("Labels of each lot, 1 by default; 500 labels in all.")] string? copies) =>
        await (await sheet.PrintAsync(http, size, paper, copies)).WriteAsync(http);
}
