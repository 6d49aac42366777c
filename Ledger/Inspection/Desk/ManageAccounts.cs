using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>A supervisor makes accounts of the own authority, resets and ends them.</summary>
internal static class ManageAccounts
{
    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/accounts", (HttpContext context, AccountStore accounts, CancellationToken cancel) => PageAsync(context, accounts, null, null, null, cancel)).OpensDesk(Operation.ManageAccounts);
        desk.MapPost("/accounts", CreateAsync).OpensDesk(Operation.ManageAccounts);
        desk.MapPost("/accounts/{id:guid}/{change:regex(^(reset|disable|enable)$)}", ChangeAsync).OpensDesk(Operation.ManageAccounts);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AccountStore accounts, CancellationToken cancel)
    {
        var (form, reader, password) = (await context.Request.ReadFormAsync(cancel), SignedInAccount.Of(context.User)!, AccountStore.NewPassword());
        var name = form["name"].ToString();
        var role = Account.Roles.FirstOrDefault(r => CreateKey.Code(r) == form["role"].ToString(), Role.Inspector);
        if (!CreateKey.IsLabel(name)) return await PageAsync(context, accounts, AccountsPage.Fault.Name, null, null, cancel);
        return await accounts.CreateAsync(name, reader.Organisation, role, password, cancel) is { } made
            ? await PageAsync(context, accounts, null, made.Name, password, cancel)
            : await PageAsync(context, accounts, AccountsPage.Fault.Taken, null, null, cancel);
    }

    private static async Task<IResult> ChangeAsync(Guid id, string change, HttpContext context, AccountStore accounts, CancellationToken cancel)
    {
        var reader = SignedInAccount.Of(context.User)!;
        // Nobody locks themselves out, and nobody reaches into another authority.
        if (id == reader.Id || await accounts.FindAsync(id, cancel) is not { } account || account.Organisation != reader.Organisation)
            return DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status403Forbidden, ("Kind", NoticePage.Notice.NotYours));
        if (change == "reset")
        {
            var password = AccountStore.NewPassword();
            await accounts.ResetAsync(id, password, cancel);
            if (account.Issuer is not null) return TypedResults.LocalRedirect("/inspect/accounts"); // no password opens it
            return await PageAsync(context, accounts, null, account.Name, password, cancel);
        }
        await accounts.DisableAsync(id, change == "disable", cancel);
        return TypedResults.LocalRedirect("/inspect/accounts");
    }

    private static async Task<IResult> PageAsync(HttpContext context, AccountStore accounts, AccountsPage.Fault? fault, string? name, string? password, CancellationToken cancel)
    {
        var own = (await accounts.ListAsync(cancel)).Where(a => a.Organisation == SignedInAccount.Of(context.User)!.Organisation).ToList();
        return DeskSetting.Of(context).Page<AccountsPage>(fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            ("Accounts", own), ("Wrong", fault), ("ShownName", name), ("ShownPassword", password),
            ("ProviderAsks", context.RequestServices.GetService<ProviderSettings>() is { DeskAsks: false }));
    }
}
