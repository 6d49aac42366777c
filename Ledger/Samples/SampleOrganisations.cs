using Lotmark.Ledger.Access;

namespace Lotmark.Ledger.Samples;

/// <summary>A cold store, a wholesaler and a shop to ship to in a fresh ledger, each with a place. All of them are made up.</summary>
public sealed class SampleOrganisations(Organisations organisations, Locations locations)
{
    private static readonly (Organisation Organisation, Location Place)[] All =
    [
        (FirstKeys.SampleImporter, Place(FirstKeys.SampleImporter, "1 Sample Road, Beilun", "Ningbo", "315800", "0574-0000-0000")),
        Business("example-coldstore-ningbo", OrganisationKind.ColdStore, "示例冷库（宁波）有限公司", "Example Cold Store (Ningbo) Co., Ltd.",
            "91330201MA2KCRY009", "9520123000028", "2 Sample Road, Beilun", "Ningbo", "315800", "0574-0000-0001"),
        Business("example-wholesale-hangzhou", OrganisationKind.Wholesaler, "示例批发（杭州）有限公司", "Example Wholesale (Hangzhou) Co., Ltd.",
            "91310000MA1WHAL00T", "9520123000035", "3 Sample Road", "Hangzhou", "310000", "0571-0000-0002"),
        Business("example-shop-hangzhou", OrganisationKind.Retailer, "示例超市（杭州）有限公司", "Example Supermarket (Hangzhou) Co., Ltd.",
            "91330100MA2RTAL00C", "9520123000042", "4 Sample Road", "Hangzhou", "310000", "0571-0000-0003"),
    ];

    /// <summary>Admits them. Again: nothing changes.</summary>
    public async Task AdmitAsync(CancellationToken cancel)
    {
        await organisations.EnsureAsync([.. All.Select(sample => sample.Organisation)], cancel);
        foreach (var (_, place) in All) await locations.InsertAsync(place, cancel);
    }

    private static (Organisation, Location) Business(
        string id, OrganisationKind kind, string zh, string en, string uscc, string gln, string street, string city, string postalCode, string phone)
    {
        var organisation = new Organisation(id, kind, new() { Zh = zh, En = en }, uscc, gln, $"{street}, {city}, Zhejiang");
        return (organisation, Place(organisation, street, city, postalCode, phone));
    }

    private static Location Place(Organisation of, string street, string city, string postalCode, string phone) =>
        new(of.Gln!, of.Id, of.Gln, of.Name, phone, street, null, city, "Zhejiang", postalCode, "CN");
}
