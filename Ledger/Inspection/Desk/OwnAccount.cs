using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>One's own account: where one is signed in, and how to end that.</summary>
internal static class OwnAccount
{
    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/account", async (HttpContext context, SessionStore sessions, CancellationToken cancel) =>
            DeskSetting.Of(context).Page<AccountPage>(StatusCodes.Status200OK, ("Sessions", await sessions.ListAsync(SignedInAccount.Of(context.User)!.Id, cancel)),
                ("Own", SessionStore.OwnId((await context.AuthenticateAsync(SignedInAccount.Scheme)).Properties)))).OpensDesk(Operation.UseDesk);
        desk.MapPost("/account/end-session", async (HttpContext context, SessionStore sessions, CancellationToken cancel) =>
        {
            await sessions.EndAsync(SignedInAccount.Of(context.User)!.Id, (await context.Request.ReadFormAsync(cancel))["session"].ToString(), cancel);
            return TypedResults.LocalRedirect("/inspect/account");
        }).OpensDesk(Operation.UseDesk);
    }
}
