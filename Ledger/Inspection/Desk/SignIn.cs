using Lotmark.Ledger.Access.Accounts;
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
        DeskSetting.Of(context).Page<SignInPage>(status, ("To", DeskSetting.Within(to)), ("Wrong", fault));

    private static async Task<IResult> HandleAsync(HttpContext context, AccountStore accounts, CancellationToken cancel)
    {
        var form = await context.Request.ReadFormAsync(cancel);
        var (account, outcome) = await accounts.TryPasswordAsync(form["name"].ToString(), form["password"].ToString(), cancel);
        if (account is null)
            return outcome == Account.Outcome.Resting
                ? Page(context, form["to"], SignInPage.Fault.Resting, StatusCodes.Status429TooManyRequests)
                : Page(context, form["to"], SignInPage.Fault.Wrong, StatusCodes.Status401Unauthorized);
        await context.SignInAsync(SignedInAccount.HalfScheme, SignedInAccount.Principal(account, SignedInAccount.HalfScheme));
        return TypedResults.LocalRedirect($"{SecondFactor.Path}?to={Uri.EscapeDataString(DeskSetting.Within(form["to"]))}");
    }

    private static async Task<IResult> OutAsync(HttpContext context)
    {
        await context.SignOutAsync(SignedInAccount.Scheme);
        return TypedResults.LocalRedirect(AccountsModule.SignInPath);
    }
}
