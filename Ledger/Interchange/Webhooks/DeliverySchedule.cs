namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>What follows from a try.</summary>
public abstract record DeliveryFate
{
    private DeliveryFate() { }

    /// <summary>It arrived.</summary>
    public sealed record Delivered : DeliveryFate;

    /// <summary>It is tried again.</summary>
    /// <param name="In">After this time.</param>
    public sealed record Again(TimeSpan In) : DeliveryFate;

    /// <summary>It is not tried any more.</summary>
    /// <param name="SwitchOff">Whether nothing else is sent there either.</param>
    public sealed record Dead(bool SwitchOff) : DeliveryFate;
}

/// <summary>The rule of trying again.</summary>
public static class DeliverySchedule
{
    // Receivers that were down together shall not be met by all messages together.
    private const double MostJitter = 0.2;

    /// <summary>A receiver may ask to be left alone for so long.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>What follows.</summary>
    /// <param name="attempts">Tries so far, this one included.</param>
    /// <param name="result">What became of this one.</param>
    /// <param name="schedule">How long to wait after each try.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public static DeliveryFate After(int attempts, TryResult result, IReadOnlyList<TimeSpan> schedule, double jitter)
    {
        if (result.Fault is not { } fault) return new DeliveryFate.Delivered();
        if (fault is DeliveryFault.Gone or DeliveryFault.Off) return new DeliveryFate.Dead(SwitchOff: fault is DeliveryFault.Gone);
        if (attempts > schedule.Count) return new DeliveryFate.Dead(SwitchOff: false);
        var wait = schedule[attempts - 1] * (1 + MostJitter * jitter);
        // Longer than planned when it is asked for, never shorter, and not for ever.
        var asked = result is { Status: StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable, RetryAfter: { } after } ? after : TimeSpan.Zero;
        return new DeliveryFate.Again(asked <= wait ? wait : asked <= LongestRetryAfter ? asked : LongestRetryAfter > wait ? LongestRetryAfter : wait);
    }
}
