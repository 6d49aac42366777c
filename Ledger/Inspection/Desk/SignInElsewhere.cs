using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;
using Lotmark.Ledger.Inspection.Journal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The sign-in by the provider that the settings name: the way there, and what becomes of its answer.</summary>
internal static partial class SignInElsewhere
{
    private const string Path = "/inspect/sign-in/provider";

    public static void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder desk)
    {
        if (app.ServiceProvider.GetService<ProviderSettings>() is not null) desk.MapGet("/sign-in/provider", StartAsync);
    }

    /// <summary>The address that leads there. That of the public: the cookies of the sign-in must be where the provider sends people back to.</summary>
    public static string Address(PublicAddress address, string to) => address.Of($"{Path}?to={Uri.EscapeDataString(to)}");

    /// <summary>What becomes of answers.</summary>
    public static OpenIdConnectEvents Events() => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            var services = context.HttpContext.RequestServices;
            context.ProtocolMessage.RedirectUri = services.GetRequiredService<PublicAddress>().Of(ProviderModule.CallbackPath);
            if (services.GetRequiredService<ProviderSettings>().Acr is { Count: > 0 } acr) context.ProtocolMessage.AcrValues = string.Join(' ', acr);
            return Task.CompletedTask;
        },
        OnTicketReceived = async context =>
        {
            context.HandleResponse();
            await (await EnterAsync(context)).ExecuteAsync(context.HttpContext);
        },
        OnAccessDenied = async context =>
        {
            context.HandleResponse();
            await Page(context.HttpContext, RefusedPage.Why.Declined).ExecuteAsync(context.HttpContext);
        },
        OnRemoteFailure = async context =>
        {
            context.HandleResponse();
            NotTaken(context.HttpContext.RequestServices.GetRequiredService<ILogger<ProviderSettings>>(), context.Failure?.Message ?? "no reason");
            var why = context.Failure switch
            {
                { } failure when IsAway(failure) => RefusedPage.Why.Away,
                AuthenticationFailureException => RefusedPage.Why.NotBegunHere, // the state is not ours, or its cookie is not there
                _ => RefusedPage.Why.BadAnswer,
            };
            await Page(context.HttpContext, why).ExecuteAsync(context.HttpContext);
        },
    };

    private static async Task<IResult> StartAsync(string? to, HttpContext context)
    {
        try
        {
            await context.ChallengeAsync(ProviderModule.Scheme, new() { RedirectUri = DeskSetting.Within(to) });
            return TypedResults.Empty;
        }
        catch (Exception e) when (IsAway(e))
        {
            NotTaken(context.RequestServices.GetRequiredService<ILogger<ProviderSettings>>(), e.Message);
            return Page(context, RefusedPage.Why.Away);
        }
    }

    private static async Task<IResult> EnterAsync(TicketReceivedContext ticket)
    {
        var (context, claims) = (ticket.HttpContext, ticket.Principal!);
        var (settings, accounts, journal, cancel) = (Service<ProviderSettings>(), Service<AccountStore>(), Service<LookUps>(), context.RequestAborted);
        var (person, missing) = ProvenPerson.Of(claims, settings);
        if (person is not null && await Service<Organisations>().FindAsync(person.Organisation, cancel) is not { Kind: OrganisationKind.Authority })
            (missing, person) = (new(MissingKind.Organisation, settings.OrganisationClaim ?? nameof(settings.Organisation), []), null);
        if (person is null)
        {
            var (issuer, subject) = ProvenPerson.IdentityOf(claims);
            if (await accounts.ShutOutAsync(issuer, subject, cancel) is { } known) await journal.NoteSignInAsync(known, entered: false, context.Request, cancel);
            return Page(context, RefusedPage.Why.Missing, missing);
        }
        var (account, outcome) = await accounts.EnterAsync(person, cancel);
        if (outcome != Account.Outcome.Right)
        {
            await journal.NoteSignInAsync(account, entered: false, context.Request, cancel);
            return Page(context, outcome == Account.Outcome.Resting ? RefusedPage.Why.Resting : RefusedPage.Why.Ended);
        }
        return settings.DeskAsks
            ? await SignIn.HalfwayAsync(context, account, ticket.ReturnUri)
            : await SignIn.CompleteAsync(context, account, ticket.ReturnUri, cancel);

        T Service<T>() where T : notnull => context.RequestServices.GetRequiredService<T>();
    }

    private static PlainPage<RefusedPage> Page(HttpContext context, RefusedPage.Why why, MissingClaim? missing = null)
    {
        var status = why switch
        {
            RefusedPage.Why.Away => StatusCodes.Status503ServiceUnavailable,
            RefusedPage.Why.BadAnswer => StatusCodes.Status502BadGateway,
            RefusedPage.Why.NotBegunHere => StatusCodes.Status400BadRequest,
            RefusedPage.Why.Resting => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status403Forbidden,
        };
        var services = context.RequestServices;
        // The address of the answer is of no use a second time: the choice of language leads back to the sign-in.
        return new(DeskSetting.For(context) with { Address = AccountsModule.SignInPath }, status, new()
        {
            ["Reason"] = why,
            ["Missing"] = missing,
            ["Provider"] = services.GetRequiredService<ProviderSettings>().Name,
            ["Again"] = Address(services.GetRequiredService<PublicAddress>(), "/inspect"),
        });
    }

    // Whether a failure tells no more than that the provider did not answer.
    private static bool IsAway(Exception e) => e is HttpRequestException or OperationCanceledException or TimeoutException || (e.InnerException is { } inner && IsAway(inner));

    [LoggerMessage(LogLevel.Warning, "A sign-in by the provider was not taken: {Reason}")]
    private static partial void NotTaken(ILogger logger, string reason);
}
