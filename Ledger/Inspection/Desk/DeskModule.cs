using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Antiforgery;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The desk of inspectors: pages under <c>/inspect</c>.</summary>
public static class DeskModule
{
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly (string Path, string Type, byte[] Content)[] Files = [File("desk.css", "text/css"), File("desk.js", "text/javascript")];

    /// <summary>Address of the style.</summary>
    public static string Style => Files[0].Path;

    /// <summary>Address of the script.</summary>
    public static string Script => Files[1].Path;

    /// <summary>Adds what its pages need.</summary>
    public static void AddDesk(this WebApplicationBuilder builder, Settings settings)
    {
        builder.AddProvider(settings, SignInElsewhere.Events());
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(new ErrorPages("/inspect", ErrorPage.Of));
        // Chinese as itself, not as a number for each character.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "lotmark-desk-form";
            options.Cookie.Path = "/inspect";
            options.SuppressXFrameOptionsHeader = true; // the policy says it
        });
    }

    /// <summary>Serves it.</summary>
    public static void MapDesk(this IEndpointRouteBuilder app)
    {
        var desk = app.MapDeskGroup();
        SignIn.Map(desk);
        SignInElsewhere.Map(app, desk);
        SecondFactor.Map(desk);
        ChoosePassword.Map(desk);
        OwnAccount.Map(desk);
        ManageAccounts.Map(desk);
        ReadJournal.Map(desk);
        SearchLots.Map(desk);
        LotDesk.Map(desk);
        RecallsDesk.Map(desk);
        SignalsDesk.Map(desk);
        TasksDesk.Map(desk);
        TaskProfiles.Map(desk);
        Integrity.Map(desk);
        desk.MapGet("/language/{language}", DeskSetting.Choose);
        foreach (var (path, type, content) in Files)
            app.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return TypedResults.Bytes(content, $"{type}; charset=utf-8");
            }).ExcludeFromDescription();
    }

    /// <summary>What is served at the desk, by whichever capability.</summary>
    internal static RouteGroupBuilder MapDeskGroup(this IEndpointRouteBuilder app) => app.MapGroup("/inspect").ExcludeFromDescription().AddEndpointFilter(HardenAsync);

    /// <summary>Lets in who is signed in and may do this; others are sent to sign in.</summary>
    internal static RouteHandlerBuilder OpensDesk(this RouteHandlerBuilder route, Operation operation) => route
        .RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(SignedInAccount.Scheme)
            .RequireRole(Permissions.MayDo(operation).Intersect(Account.Roles).Select(role => role.ToString())))
        .WithMetadata(new Opening(operation));

    // What changes something carries a token of its page (OWASP: synchronizer token).
    private static async ValueTask<object?> HardenAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        Harden(context.Response.Headers);
        if (HttpMethods.IsPost(context.Request.Method) && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
            return DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status400BadRequest, ("Kind", NoticePage.Notice.StaleForm));
        if (SignedInAccount.Of(context.User) is { MustChangePassword: true } && !context.Request.Path.StartsWithSegments(ChoosePassword.Path))
            return TypedResults.LocalRedirect(ChoosePassword.Path);
        return await next(call);
    }

    /// <summary>What browsers are told of every page of the desk.</summary>
    internal static void Harden(IHeaderDictionary headers)
    {
        (headers.ContentSecurityPolicy, headers.XContentTypeOptions, headers.CacheControl) = (Policy, "nosniff", "no-store");
        (headers["Referrer-Policy"], headers["Cross-Origin-Opener-Policy"], headers["Cross-Origin-Resource-Policy"]) = ("same-origin", "same-origin", "same-origin");
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)";
    }

    private static (string, string, byte[]) File(string name, string type)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(EmbeddedSql.Read($"Desk.{name}"));
        return ($"/inspect/{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}{Path.GetExtension(name)}", type, content);
    }
}
