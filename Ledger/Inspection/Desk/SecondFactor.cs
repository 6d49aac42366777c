using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Journal;
using Microsoft.AspNetCore.Authentication;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The second half of the sign-in: a code of the authenticator app, which is set up here the first time.</summary>
internal static class SecondFactor
{
    public const string Path = "/inspect/second-factor";

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/second-factor", async (string? to, HttpContext context, AccountStore accounts, PublicAddress address, CancellationToken cancel) =>
            await HalfwayAsync(context, accounts, cancel) is { } account
                ? await PageAsync(context, account, to, null, accounts, address, cancel)
                : TypedResults.LocalRedirect(AccountsModule.SignInPath));
        desk.MapPost("/second-factor", HandleAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, AccountStore accounts, LookUps journal, PublicAddress address, CancellationToken cancel)
    {
        if (await HalfwayAsync(context, accounts, cancel) is not { } halfway) return TypedResults.LocalRedirect(AccountsModule.SignInPath);
        var form = await context.Request.ReadFormAsync(cancel);
        var (account, outcome) = await accounts.TryCodeAsync(halfway.Id, form["code"].ToString(), cancel);
        if (account is null)
        {
            if (outcome == Account.Outcome.Wrong) await journal.NoteSignInAsync(halfway, entered: false, context.Request, cancel);
            return await PageAsync(context, halfway, form["to"], outcome, accounts, address, cancel);
        }
        await context.SignOutAsync(SignedInAccount.HalfScheme);
        return await SignIn.CompleteAsync(context, account, form["to"], cancel);
    }

    private static async Task<Account?> HalfwayAsync(HttpContext context, AccountStore accounts, CancellationToken cancel) =>
        (await context.AuthenticateAsync(SignedInAccount.HalfScheme)).Principal is { } principal && SignedInAccount.Of(principal, SignedInAccount.HalfScheme) is { } half
            ? await accounts.FindAsync(half.Id, cancel)
            : null;

    private static async Task<IResult> PageAsync(
        HttpContext context, Account account, string? to, Account.Outcome? outcome, AccountStore accounts, PublicAddress address, CancellationToken cancel)
    {
        // Shown until a code proves that it arrived, and never again.
        var setUp = account.SecretProven ? null : await accounts.SecretForAsync(account, cancel);
        var status = outcome switch
        {
            null => StatusCodes.Status200OK,
            Account.Outcome.Resting => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status401Unauthorized,
        };
        return DeskSetting.Of(context).Page<SecondFactorPage>(status,
            ("To", DeskSetting.Within(to)), ("Outcome", outcome), ("Secret", setUp is null ? null : Totp.Written(setUp)),
            ("Link", setUp is null ? null : Totp.Uri($"Lotmark {new Uri(address.Url).Host}", account.Name, setUp)));
    }
}
