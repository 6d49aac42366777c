using System.Globalization;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary><c>keys</c>: makes, lists and revokes keys on the machine itself, for whom no admin key is at hand.</summary>
public static class KeysCommand
{
    /// <summary>What is printed when it was not understood.</summary>
    public const string Usage = """
        Usage: keys create ORGANISATION ROLE LABEL [--expires TIME] [--SETTING VALUE]...
               keys list ORGANISATION [--SETTING VALUE]...
               keys revoke ORGANISATION LABEL [--SETTING VALUE]...

          ROLE             importer, coldStore, wholesaler, retailer, laboratory, inspector, reader or admin, as the kind of organisation allows
          LABEL            tells the key apart; it stands in public leaves: name a system, never a person
          --expires TIME   from when on the key opens nothing, e.g. 2027-01-01T00:00:00+08:00
          --SETTING        as the service takes them: Lotmark:DataDirectory, ConnectionStrings:Ledger

        create prints the key, once; nothing will ever show it again. It may run beside the service, which knows of it within two seconds.
        Exit code: 0 done, 1 not possible, 2 the command was not understood.
        """;

    /// <summary>What these arguments ask for; null when they make no sense.</summary>
    public static Func<IServiceProvider, CancellationToken, Task<int>>? Read(string[] arguments) => arguments switch
    {
        ["create", var organisation, var role, var label] when RoleOf(role) is { } named => Create(organisation, named, label, null),
        ["create", var organisation, var role, var label, "--expires", var text] when RoleOf(role) is { } named && InstantWithOffset.TryParse(text, out var time) =>
            Create(organisation, named, label, time),
        ["list", var organisation] => (services, cancel) => ListAsync(services, organisation, cancel),
        ["revoke", var organisation, var label] => (services, cancel) => RevokeAsync(services, organisation, label, cancel),
        _ => null,
    };

    private static Role? RoleOf(string text) => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(r => CreateKey.Code(r!.Value) == text);

    private static Func<IServiceProvider, CancellationToken, Task<int>> Create(string organisation, Role role, string label, DateTimeOffset? expires) =>
        (services, cancel) => CreateAsync(services, organisation, new() { Role = role, Label = label, ExpiresAt = expires }, cancel);

    private static async Task<int> CreateAsync(IServiceProvider services, string organisation, CreateKey request, CancellationToken cancel)
    {
        var problems = new CreateKey.Validator(services.GetRequiredService<TimeProvider>()).Validate(request).Errors;
        if (problems is [var problem, ..]) return await FailAsync(problem.ErrorMessage);
        if (await services.GetRequiredService<Organisations>().FindAsync(organisation, cancel) is not { } found) return await FailAsync($"There is no organisation {organisation}.");
        if (CreateKey.Misfit(request.Role!.Value, found.Kind) is { } misfit) return await FailAsync(misfit.En);
        if (await services.GetRequiredService<ApiKeys>().CreateAsync(organisation, request.Role.Value, request.Label!, request.ExpiresAt, cancel) is not { } secret)
            return await FailAsync(CreateKey.LabelTaken.En);
        await Console.Out.WriteLineAsync(secret);
        return 0;
    }

    private static async Task<int> ListAsync(IServiceProvider services, string organisation, CancellationToken cancel)
    {
        if (await services.GetRequiredService<Organisations>().FindAsync(organisation, cancel) is null) return await FailAsync($"There is no organisation {organisation}.");
        foreach (var key in await services.GetRequiredService<ApiKeys>().ListAsync(organisation, cancel))
            await Console.Out.WriteLineAsync(
                $"{key.Label}\t{CreateKey.Code(key.Role)}\tcreated {Day(key.CreatedAt)}\t{Ended(key)}\t{(key.LastUsed is { } used ? $"last used {Day(used)}" : "never used")}");
        return 0;
    }

    private static async Task<int> RevokeAsync(IServiceProvider services, string organisation, string label, CancellationToken cancel)
    {
        if (!await services.GetRequiredService<ApiKeys>().RevokeAsync(organisation, label, cancel)) return await FailAsync($"{organisation} has no key {label}.");
        await Console.Out.WriteLineAsync($"{label} of {organisation} opens nothing any more.");
        return 0;
    }

    private static string Ended(ApiKey key) => key switch
    {
        { RevokedAt: { } revoked } => $"revoked {Day(revoked)}",
        { ExpiresAt: { } expires } => $"expires {Day(expires)}",
        _ => "does not expire",
    };

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"lotmark: nothing was done: {reason}");
        return 1;
    }
}
