using System.Globalization;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>How messages are delivered.</summary>
/// <param name="PrivateAddresses">Whether they may go to addresses of this machine and of private networks, and to these by plain HTTP (<c>Webhooks:PrivateAddresses</c>; false). For development.</param>
/// <param name="Schedule">How long to wait after each try that failed (<c>Webhooks:Schedule</c>, times separated by commas); after the last one a message is dead.</param>
public sealed record WebhookSettings(bool PrivateAddresses, IReadOnlyList<TimeSpan> Schedule)
{
    /// <summary>What holds when nothing is set: ten tries in three days.</summary>
    public static readonly WebhookSettings Default = new(false,
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14),
        TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ]);

    private const int MostTries = 50;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static WebhookSettings From(IConfiguration configuration) => new(
        configuration["Webhooks:PrivateAddresses"] is not { Length: > 0 } given ? Default.PrivateAddresses
            : bool.TryParse(given, out var may) ? may : throw new StartupException($"Webhooks:PrivateAddresses is '{given}'; it takes true or false."),
        configuration["Webhooks:Schedule"] is not { Length: > 0 } text ? Default.Schedule : ScheduleOf(text));

    private static List<TimeSpan> ScheduleOf(string text)
    {
        var waits = text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
            TimeSpan.TryParseExact(part, ["c", "g"], CultureInfo.InvariantCulture, out var wait) && wait >= TimeSpan.Zero && wait <= LongestWait ? wait : (TimeSpan?)null).ToList();
        return waits.Count <= MostTries && waits.TrueForAll(w => w is not null) ? [.. waits.Select(w => w!.Value)]
            : throw new StartupException($"Webhooks:Schedule is '{text}'; it takes up to {MostTries} times of at most seven days, separated by commas, such as 00:00:05,00:05:00,02:00:00.");
    }
}
