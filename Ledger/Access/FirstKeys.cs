using System.Security.Cryptography;
using Marten;

namespace Lotmark.Ledger.Access;

/// <summary>The keys with which a fresh ledger is opened.</summary>
public sealed class FirstKeys(IDocumentStore store)
{
    private static readonly Organisation Operator = new("operator", "Operator of this ledger", null);
    private static readonly Organisation Inspection = new("inspection", "Inspection", null);

    /// <summary>The importer whose lots the samples are.</summary>
    public static readonly Organisation SampleImporter = new("example-foods-ningbo", "示例食品（宁波）有限公司", "91330201MA2GABCD17");

    /// <summary>Lets this key in as the operator's (<c>Lotmark:AdminKey</c>).</summary>
    public async Task AdmitAdminAsync(string key, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        session.Store(Operator);
        Admit(session, key, "settings", Operator, Role.Admin);
        await session.SaveChangesAsync(cancel);
    }

    /// <summary>Makes one key a role for trying things, each in a file of its own (<c>admin.key</c> …, mode 0600), unless they are there.</summary>
    public async Task WriteToAsync(string directory, CancellationToken cancel)
    {
        await using var session = store.LightweightSession();
        foreach (var (role, organisation) in new[] { (Role.Admin, Operator), (Role.Importer, SampleImporter), (Role.Inspector, Inspection) })
        {
            var name = role.ToString().ToLowerInvariant();
            var path = Path.Combine(directory, $"{name}.key");
            var key = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancel)).Trim() : $"lmk_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}";
            if (!File.Exists(path)) SecretFile.Write(path, key);
            session.Store(organisation);
            Admit(session, key, name, organisation, role);
        }
        await session.SaveChangesAsync(cancel);
    }

    // A key that was replaced opens nothing any more.
    private static void Admit(IDocumentSession session, string key, string label, Organisation organisation, Role role)
    {
        var id = ApiKeyAuthentication.IdOf(key);
        session.DeleteWhere<ApiKey>(k => k.Label == label && k.Organisation == organisation.Id && k.Id != id);
        session.Store(new ApiKey(id, label, organisation.Id, role));
    }
}
