using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>One chooses a password; the one before it is asked for. All other sessions end.</summary>
internal static class ChoosePassword
{
    public const string Path = "/inspect/password";

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/password", IResult (HttpContext context) => SignedInAccount.Of(context.User)!.FromProvider
            ? DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchPage))
            : DeskSetting.Of(context).Page<PasswordPage>(StatusCodes.Status200OK)).OpensDesk(Operation.UseDesk);
        desk.MapPost("/password", HandleAsync).OpensDesk(Operation.UseDesk);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, AccountStore accounts, SessionStore sessions, CancellationToken cancel)
    {
        var (reader, form) = (SignedInAccount.Of(context.User)!, await context.Request.ReadFormAsync(cancel));
        var (before, chosen) = (form["before"].ToString(), form["chosen"].ToString());
        PasswordPage.Fault? fault = !AccountStore.IsPassword(chosen) ? PasswordPage.Fault.Length : chosen == before ? PasswordPage.Fault.Same : null;
        if (fault is null && (await accounts.TryPasswordAsync(reader.Name, before, cancel)).Account is null) fault = PasswordPage.Fault.Wrong;
        if (fault is not null) return DeskSetting.Of(context).Page<PasswordPage>(StatusCodes.Status422UnprocessableEntity, ("Wrong", fault));

        await accounts.ChangePasswordAsync(reader.Id, chosen, cancel);
        var session = (await context.AuthenticateAsync(SignedInAccount.Scheme)).Properties!;
        await sessions.EndOthersAsync(reader.Id, SessionStore.OwnId(session)!, cancel);
        await context.SignInAsync(SignedInAccount.Scheme, SignedInAccount.Principal((await accounts.FindAsync(reader.Id, cancel))!, SignedInAccount.Scheme), session);
        return TypedResults.LocalRedirect("/inspect");
    }
}
