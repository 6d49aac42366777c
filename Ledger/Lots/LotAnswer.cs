using System.Text.Json.Serialization;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Lots;

/// <summary>The answer to every accepted command on a lot.</summary>
/// <param name="Gtin">14 digits.</param>
/// <param name="LotNumber">As printed.</param>
/// <param name="Status">Where the lot stands.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="Links">Where to go from here.</param>
/// <param name="Warnings">What is unusual about the request, by field; it was carried out all the same.</param>
/// <param name="Shipment">Number of the shipment, where the command made one: the receiver confirms by it.</param>
/// <param name="Products">The lots made, where the command made some.</param>
/// <param name="Receipt">Shows that the newest of these events is in the log; null unless the caller waited for it.</param>
public record LotAnswer(
    Gtin Gtin, LotNumber LotNumber, LotStatus Status, int Version, LotAddresses Links,
    IReadOnlyDictionary<string, IReadOnlyList<FieldError>>? Warnings = null, string? Shipment = null,
    IReadOnlyList<LotAddresses>? Products = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Receipt? Receipt = null);

/// <summary>Addresses of one lot.</summary>
/// <param name="Self">The lot as it is now.</param>
/// <param name="Page">What the QR code carries: the public page.</param>
/// <param name="Label">The QR label.</param>
/// <param name="History">Its events.</param>
/// <param name="Evidence">Its evidence bundle.</param>
public sealed record LotAddresses(string Self, string Page, string Label, string History, string Evidence);

/// <summary>Knows the addresses of lots.</summary>
public sealed class LotLinks(PublicAddress address)
{
    /// <summary>The addresses of a lot.</summary>
    public LotAddresses Of(LotKey lot)
    {
        var api = $"/api/lots/{lot.Gtin}/{lot.Encoded}";
        return new(address.Of(api), address.Of($"/{lot.Path}"), address.Of($"/labels/{lot.Path}.svg"), address.Of($"{api}/history"), address.Of($"{api}/evidence"));
    }

    /// <summary>The answer about a lot.</summary>
    public LotAnswer Answer(Lot lot) =>
        new(lot.Description.Gtin, lot.Description.LotNumber, lot.Status, lot.Version, Of(LotKey.FromPath(lot.Id)));
}
