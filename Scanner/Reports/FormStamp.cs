using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lotmark.Scanner.DigitalLinks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Lotmark.Scanner.Reports;

/// <summary>Marks a form with when it was shown and for which lot, so that a script must at least read it and wait. Takes the place of a cookie.</summary>
internal sealed class FormStamp(IDataProtectionProvider protection, TimeProvider clock, ReportSettings settings)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private const int LongestStamp = 1024;

    private readonly IDataProtector _seal = protection.CreateProtector("Lotmark.ReportForm");

    /// <summary>A fresh one.</summary>
    public string For(DigitalLink lot) => WebEncoders.Base64UrlEncode(_seal.Protect(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N} {clock.GetUtcNow().UtcTicks} {lot.Path}"))));

    /// <summary>Why a form with this stamp is not taken; null, and which form it is, when it is.</summary>
    public ReportFault? Check(string? stamp, DigitalLink lot, out Guid form)
    {
        form = default;
        if (Read(stamp)?.Split(' ') is not [var id, var ticks, var path] || path != lot.Path) return ReportFault.FormTooOld;
        form = Guid.ParseExact(id, "N");
        var age = clock.GetUtcNow() - new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
        return age > Longest ? ReportFault.FormTooOld : age < settings.Quickest ? ReportFault.FormTooQuick : null;
    }

    private string? Read(string? stamp)
    {
        if (stamp is not { Length: > 0 and <= LongestStamp }) return null;
        try
        {
            return Encoding.UTF8.GetString(_seal.Unprotect(WebEncoders.Base64UrlDecode(stamp)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
