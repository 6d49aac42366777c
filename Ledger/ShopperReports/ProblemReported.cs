using System.Security.Cryptography;
using System.Text.Json;
using Lotmark.Contracts.Json;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>A shopper reported a problem. It changes nothing about the lot: what follows from it is for others to decide.</summary>
/// <param name="Report">Id of the report.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="City">A city where the lot is on sale; null when it was seen elsewhere.</param>
/// <param name="District">Where else, or where more exactly.</param>
/// <param name="At">When it was sent.</param>
/// <param name="ContentSha256">Salted SHA-256 over text, contact and photo, hex: shows later that they are those that were sent, and tells nothing of them.</param>
/// <param name="By">All shoppers: who it was is not known.</param>
public sealed record ProblemReported(Guid Report, ProblemKind Kind, string? City, string? District, DateTimeOffset At, string ContentSha256, RecordedBy By) : ILotFact
{
    private const int SaltLength = 16;

    /// <summary>As who shoppers are recorded. No organisation can have this id.</summary>
    public static RecordedBy Shoppers { get; } = new(Organisation.Shoppers, "report-page");

    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;

    /// <summary>A salt for <see cref="HashOf" />.</summary>
    public static byte[] FreshSalt() => RandomNumberGenerator.GetBytes(SaltLength);

    /// <summary>SHA-256 over the salt and the canonical JSON (RFC 8785) of <c>{contact, photo, text}</c>, where photo is the SHA-256 of the kept JPEG in hex and what was not given is null.</summary>
    public static string HashOf(byte[] salt, string? text, string? contact, byte[]? photo)
    {
        var content = new Dictionary<string, string?>
        {
            ["contact"] = contact,
            ["photo"] = photo is null ? null : Convert.ToHexStringLower(SHA256.HashData(photo)),
            ["text"] = text,
        };
        return Convert.ToHexStringLower(SHA256.HashData([.. salt, .. CanonicalJson.From(JsonSerializer.SerializeToUtf8Bytes(content))]));
    }
}
