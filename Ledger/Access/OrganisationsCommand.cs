using FluentValidation;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary><c>organisations create</c>: admits an organisation on the machine itself.</summary>
public static class OrganisationsCommand
{
    /// <summary>What is printed when it was not understood.</summary>
    public const string Usage = """
        Usage: organisations create FILE [--SETTING VALUE]...

          FILE        the organisation as POST /api/organisations takes it, for example
                      {"id":"example-coldstore","kind":"coldStore","name":{"zh":"示例冷库"},"uscc":"91330201MA2KCRY009","gln":"9520123000028"}
          --SETTING   as the service takes them: Lotmark:DataDirectory, ConnectionStrings:Ledger

        Exit code: 0 done, 1 not possible, 2 the command was not understood.
        """;

    /// <summary>What these arguments ask for; null when they make no sense.</summary>
    public static Func<IServiceProvider, CancellationToken, Task<int>>? Read(string[] arguments) =>
        arguments is ["create", var file] ? (services, cancel) => CreateAsync(services, file, cancel) : null;

    private static async Task<int> CreateAsync(IServiceProvider services, string file, CancellationToken cancel)
    {
        var (errors, warnings) = (new FieldErrors(), new FieldErrors());
        var request = StrictJson.Read<RegisterOrganisation>(await File.ReadAllBytesAsync(file, cancel), errors);
        if (request is not null) services.GetRequiredService<IValidator<RegisterOrganisation>>().Check(request, errors, warnings);
        foreach (var (path, wrong) in errors.ByPath) await Console.Error.WriteLineAsync($"lotmark: {path}: {wrong[0].Message.En}");
        if (errors.Any) return 1;

        var organisation = request!.Describe();
        if (await services.GetRequiredService<Organisations>().InsertAsync(organisation, cancel) is { } conflict)
        {
            await Console.Error.WriteLineAsync($"lotmark: nothing was done: {conflict.En}");
            return 1;
        }
        await Console.Out.WriteLineAsync($"{organisation.Id} is admitted; make it a key with: keys create {organisation.Id} {CreateKey.Code(Permissions.RolesOf(organisation.Kind)[0])} LABEL");
        return 0;
    }
}
