namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>How the audit beside the service goes about it.</summary>
/// <param name="Interval">Time from the begin of one whole walk to the next (<c>Audit:Interval</c>).</param>
/// <param name="BiteSize">Leaves, and events, that are read at once (<c>Audit:BiteSize</c>).</param>
/// <param name="Pause">Rest between two bites (<c>Audit:Pause</c>).</param>
public sealed record AuditSettings(TimeSpan Interval, int BiteSize, TimeSpan Pause)
{
    private const int MostAtOnce = 100_000;

    /// <summary>Reads them.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static AuditSettings From(IConfiguration configuration)
    {
        var settings = new AuditSettings(
            configuration.GetValue("Audit:Interval", TimeSpan.FromDays(1)), configuration.GetValue("Audit:BiteSize", 2000), configuration.GetValue("Audit:Pause", TimeSpan.FromSeconds(1)));
        return settings.BiteSize is > 0 and <= MostAtOnce && settings.Pause >= TimeSpan.Zero && settings.Interval >= TimeSpan.Zero
            ? settings
            : throw new StartupException($"Audit:BiteSize takes 1 to {MostAtOnce}, Audit:Interval and Audit:Pause a time that is not negative (hh:mm:ss).");
    }
}
