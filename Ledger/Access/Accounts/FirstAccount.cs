namespace Lotmark.Ledger.Access.Accounts;

/// <summary>The account with which a fresh desk is opened.</summary>
public sealed class FirstAccount(AccountStore accounts)
{
    /// <summary>Its name.</summary>
    public const string Name = "supervisor";

    /// <summary>File with its first password, in the data directory.</summary>
    public const string File = "supervisor.password";

    /// <summary>Makes it, once, and writes its password to a file of mode 0600.</summary>
    public async Task WriteToAsync(string directory, CancellationToken cancel)
    {
        // Asked first: to hash a password takes a tenth of a second of every start.
        if ((await accounts.ListAsync(cancel)).Any(a => a.Name == Name)) return;
        var path = Path.Combine(directory, File);
        var password = System.IO.File.Exists(path) ? (await System.IO.File.ReadAllTextAsync(path, cancel)).Trim() : AccountStore.NewPassword();
        if (!System.IO.File.Exists(path)) SecretFile.Write(path, password);
        await accounts.CreateAsync(Name, FirstKeys.Inspection.Id, Role.Supervisor, password, cancel);
    }
}
