using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lotmark.Scanner.Reports;

/// <summary>Reports of shoppers: the form, and the page where they see what became of it.</summary>
internal static class ReportsModule
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds what the form needs. A host that has a <see cref="ReportSettings"/> of its own adds it before.</summary>
    public static void AddReports(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.TryAddSingleton(ReportSettings.Usual);
        services.AddSingleton<ReportLimits>();
        services.AddSingleton<FormStamp>();
        services.AddSingleton<SamePage>();
        services.AddScoped<ReportDesk>();
    }

    /// <summary>Maps <c>/report/01/{gtin}/10/{lot}</c> and <c>/report/{number}</c>.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        const string Form = "/report/01/{gtin}/10/{lot}";
        routes.MapMethods(Form, Read, async (HttpContext http, ReportDesk desk) => await (await desk.ShowAsync(http)).WriteAsync(http)).ExcludeFromDescription();
        routes.MapPost(Form, async (HttpContext http, ReportDesk desk) => await (await desk.TakeAsync(http)).WriteAsync(http))
            .WithMetadata(new RequestSizeLimitAttribute(SentForm.LongestBody)).ExcludeFromDescription();
        routes.MapPost("/report/{number}/erase", async (HttpContext http, string number, ReportDesk desk) => await (await desk.EraseAsync(http, number)).WriteAsync(http))
            .WithMetadata(new RequestSizeLimitAttribute(1024)).ExcludeFromDescription();
        routes.MapMethods("/report/{number}", Read, async (HttpContext http, string number, ReportDesk desk) => await (await desk.FollowAsync(http, number)).WriteAsync(http))
            .ExcludeFromDescription();
    }
}
