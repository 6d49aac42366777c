using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Districts and skills of inspectors: set by themselves, or by a supervisor of their authority.</summary>
internal static class TaskProfiles
{
    private static readonly char[] Between = [',', '，', '、', ';', '；', '\r', '\n'];

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/account/profile", (HttpContext context, Inspectors inspectors, CancellationToken cancel) => ShowAsync(OwnName(context), context, inspectors, cancel)).OpensDesk(Operation.WorkOnTask);
        desk.MapPost("/account/profile", (HttpContext context, Inspectors inspectors, IValidator<SetInspectorProfile> validator, CancellationToken cancel) =>
            SetAsync(OwnName(context), "/inspect/account", context, inspectors, validator, cancel)).OpensDesk(Operation.WorkOnTask);
        desk.MapGet("/accounts/{id:guid}/profile", async (Guid id, HttpContext context, AccountStore accounts, Inspectors inspectors, CancellationToken cancel) =>
            await NameAsync(id, context, accounts, cancel) is { } name ? await ShowAsync(name, context, inspectors, cancel) : NotYours(context)).OpensDesk(Operation.ManageAccounts);
        desk.MapPost("/accounts/{id:guid}/profile", async (Guid id, HttpContext context, AccountStore accounts, Inspectors inspectors, IValidator<SetInspectorProfile> validator, CancellationToken cancel) =>
            await NameAsync(id, context, accounts, cancel) is { } name ? await SetAsync(name, "/inspect/accounts", context, inspectors, validator, cancel) : NotYours(context)).OpensDesk(Operation.ManageAccounts);
    }

    private static string OwnName(HttpContext context) => SignedInAccount.Of(context.User)!.Name;

    // Nobody reaches into another authority.
    private static async Task<string?> NameAsync(Guid id, HttpContext context, AccountStore accounts, CancellationToken cancel) =>
        await accounts.FindAsync(id, cancel) is { } account && account.Organisation == SignedInAccount.Of(context.User)!.Organisation ? account.Name : null;

    private static RazorComponentResult<NoticePage> NotYours(HttpContext context) => DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status403Forbidden, ("Kind", NoticePage.Notice.NotYours));

    private static async Task<IResult> ShowAsync(string person, HttpContext context, Inspectors inspectors, CancellationToken cancel)
    {
        var profile = await inspectors.FindAsync(person, cancel);
        return Page(context, StatusCodes.Status200OK, person, string.Join('\n', profile.Districts), profile.Skills, null);
    }

    private static async Task<IResult> SetAsync(string person, string back, HttpContext context, Inspectors inspectors, IValidator<SetInspectorProfile> validator, CancellationToken cancel)
    {
        var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
        var fields = form.ToDictionary(f => f.Key, f => f.Value);
        fields["districts"] = form["districts"].ToString().Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var profile = DeskForm.Read(new FormCollection(fields), validator, errors);
        if (errors.Any) return Page(context, StatusCodes.Status422UnprocessableEntity, person, form["districts"].ToString(), profile.Skills ?? [], errors);
        await inspectors.SetAsync(person, profile, OwnName(context), cancel);
        return TypedResults.LocalRedirect(back);
    }

    private static RazorComponentResult<ProfilePage> Page(HttpContext context, int status, string person, string districts, IReadOnlyList<Skill> skills, FieldErrors? errors) =>
        DeskSetting.Of(context).Page<ProfilePage>(status, ("Person", person), ("Districts", districts), ("Skills", skills), ("Errors", errors), ("Own", person == OwnName(context)));
}
