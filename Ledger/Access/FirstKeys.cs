namespace Lotmark.Ledger.Access;

/// <summary>The keys with which a fresh ledger is opened.</summary>
public sealed class FirstKeys(Organisations organisations, ApiKeys keys)
{
    private static readonly Organisation Operator = new("operator", OrganisationKind.Operator, new() { Zh = "本账本的运营方", En = "Operator of this ledger" }, null, null, null);
    /// <summary>The authority whose inspectors try things.</summary>
    public static readonly Organisation Inspection = new("inspection", OrganisationKind.Authority, new() { Zh = "监管检查", En = "Inspection" }, null, null, null);

    /// <summary>The importer whose lots the samples are.</summary>
    public static readonly Organisation SampleImporter = new(
        "example-foods-ningbo", OrganisationKind.Importer, new() { Zh = "示例食品（宁波）有限公司", En = "Example Foods (Ningbo) Co., Ltd." },
        "91330201MA2GABCD17", "9520123000011", "1 Sample Road, Beilun, Ningbo, Zhejiang");

    /// <summary>Lets this key in as the operator's (<c>Lotmark:AdminKey</c>).</summary>
    public async Task AdmitAdminAsync(string key, CancellationToken cancel)
    {
        await organisations.EnsureAsync([Operator], cancel);
        await keys.AdmitAsync(key, Operator.Id, Role.Admin, "settings", cancel);
    }

    /// <summary>Makes one key a role for trying things, each in a file of its own (<c>admin.key</c> …, mode 0600), unless they are there.</summary>
    public async Task WriteToAsync(string directory, CancellationToken cancel)
    {
        await organisations.EnsureAsync([Operator, SampleImporter, Inspection], cancel);
        foreach (var (role, organisation) in new[] { (Role.Admin, Operator), (Role.Importer, SampleImporter), (Role.Inspector, Inspection) })
        {
            var name = role.ToString().ToLowerInvariant();
            var path = Path.Combine(directory, $"{name}.key");
            var key = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancel)).Trim() : ApiKeys.NewSecret();
            if (!File.Exists(path)) SecretFile.Write(path, key);
            await keys.AdmitAsync(key, organisation.Id, role, name, cancel);
        }
    }
}
