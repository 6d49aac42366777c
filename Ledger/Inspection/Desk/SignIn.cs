using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;
using Lotmark.Ledger.Inspection.Journal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The first half of the sign-in: name and password. And the end of a session.</summary>
internal static class SignIn
{
    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/sign-in", (string? to, HttpContext context) => Page(context, to, null, StatusCodes.Status200OK));
        desk.MapPost("/sign-in", HandleAsync);
        desk.MapPost("/sign-out", (Delegate)OutAsync).RequireAuthorization(policy => policy.AddAuthenticationSchemes(SignedInAccount.Scheme).RequireAuthenticatedUser());
    }

    private static RazorComponentResult<SignInPage> Page(HttpContext context, string? to, SignInPage.Fault? fault, int status) =>
        DeskSetting.Of(context).Page<SignInPage>(status, ("To", DeskSetting.Within(to)), ("Wrong", fault), ("Provider", context.RequestServices.GetService<ProviderSettings>()?.Name),
            ("ThereBy", SignInElsewhere.Address(context.RequestServices.GetRequiredService<PublicAddress>(), DeskSetting.Within(to))));

    private static async Task<IResult> HandleAsync(HttpContext context, AccountStore accounts, LookUps journal, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var (account, outcome) = await accounts.TryPasswordAsync(form["name"].ToString(), form["password"].ToString(), cancel);
        // Four wrong ones, then it rests: nobody fills the journal by trying on.
        if (account is null && outcome == Account.Outcome.Wrong && await accounts.FindAsync(form["name"].ToString(), cancel) is { } known)
            await journal.NoteSignInAsync(known, entered: false, context.Request, cancel);
        if (account is null)
            return outcome == Account.Outcome.Resting
                ? Page(context, form["to"], SignInPage.Fault.Resting, StatusCodes.Status429TooManyRequests)
                : Page(context, form["to"], SignInPage.Fault.Wrong, StatusCodes.Status401Unauthorized);
        return await HalfwayAsync(context, account, form["to"]);
    }

    /// <summary>Half the way is done: the second factor is next.</summary>
    public static async Task<IResult> HalfwayAsync(HttpContext context, Account account, string? to)
    {
        await context.SignInAsync(SignedInAccount.HalfScheme, SignedInAccount.Principal(account, SignedInAccount.HalfScheme));
        return TypedResults.LocalRedirect($"{SecondFactor.Path}?to={Uri.EscapeDataString(DeskSetting.Within(to))}");
    }

    /// <summary>All that is asked for was shown: a session begins, which is noted first.</summary>
    public static async Task<IResult> CompleteAsync(HttpContext context, Account account, string? to, CancellationToken cancel)
    {
        await context.RequestServices.GetRequiredService<LookUps>().NoteSignInAsync(account, entered: true, context.Request, cancel);
        SessionStore.BeginAnew(context);
        await context.SignInAsync(SignedInAccount.Scheme, SignedInAccount.Principal(account, SignedInAccount.Scheme));
        return TypedResults.LocalRedirect(DeskSetting.Within(to));
    }

    private static async Task<IResult> OutAsync(HttpContext context)
    {
        await context.SignOutAsync(SignedInAccount.Scheme);
        return TypedResults.LocalRedirect(AccountsModule.SignInPath);
    }
}
