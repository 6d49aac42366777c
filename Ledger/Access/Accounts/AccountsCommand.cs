namespace Lotmark.Ledger.Access.Accounts;

/// <summary><c>accounts</c>: makes and resets accounts of the desk on the machine itself, for whom nobody can let in otherwise.</summary>
public static class AccountsCommand
{
    /// <summary>What is printed when it was not understood.</summary>
    public const string Usage = """
        Usage: accounts create ORGANISATION ROLE NAME [--SETTING VALUE]...
               accounts reset NAME [--SETTING VALUE]...

          ORGANISATION     an authority
          ROLE             inspector or supervisor
          NAME             by which one signs in at /inspect
          --SETTING        as the service takes them: Lotmark:DataDirectory, ConnectionStrings:Ledger

        create and reset print a password, once; it is changed at the first sign-in, where a second factor is set up. reset ends all sessions.
        Exit code: 0 done, 1 not possible, 2 the command was not understood.
        """;

    /// <summary>What these arguments ask for; null when they make no sense.</summary>
    public static Func<IServiceProvider, CancellationToken, Task<int>>? Read(string[] arguments) => arguments switch
    {
        ["create", var organisation, var role, var name] when Account.Roles.FirstOrDefault(r => CreateKey.Code(r) == role) is var named && CreateKey.Code(named) == role =>
            (services, cancel) => CreateAsync(services, organisation, named, name, cancel),
        ["reset", var name] => (services, cancel) => ResetAsync(services, name, cancel),
        _ => null,
    };

    private static async Task<int> CreateAsync(IServiceProvider services, string organisation, Role role, string name, CancellationToken cancel)
    {
        if (!CreateKey.IsLabel(name)) return await FailAsync("A name has 1 to 64 letters, digits, dots, hyphens and underscores.");
        if (await services.GetRequiredService<Organisations>().FindAsync(organisation, cancel) is not { Kind: OrganisationKind.Authority }) return await FailAsync($"There is no authority {organisation}.");
        var password = AccountStore.NewPassword();
        if (await services.GetRequiredService<AccountStore>().CreateAsync(name, organisation, role, password, cancel) is null) return await FailAsync($"There is an account {name} already.");
        await Console.Out.WriteLineAsync(password);
        return 0;
    }

    private static async Task<int> ResetAsync(IServiceProvider services, string name, CancellationToken cancel)
    {
        var accounts = services.GetRequiredService<AccountStore>();
        if ((await accounts.ListAsync(cancel)).FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } account) return await FailAsync($"There is no account {name}.");
        var password = AccountStore.NewPassword();
        await accounts.ResetAsync(account.Id, password, cancel);
        if (account.Issuer is not null) return 0; // signs in elsewhere; the second factor is set up anew
        await Console.Out.WriteLineAsync(password);
        return 0;
    }

    private static async Task<int> FailAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"lotmark: nothing was done: {reason}");
        return 1;
    }
}
