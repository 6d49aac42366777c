using System.Diagnostics;

namespace Lotmark.Ledger.Tests;

/// <summary>Waits for what must come true, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null) =>
        ResultAsync(async () => await condition() ? what : null, what, patience);

    public static async Task<T> ResultAsync<T>(Func<Task<T?>> look, string what, TimeSpan? patience = null) where T : class
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < (patience ?? Patience))
        {
            if (await look() is { } found) return found;
            await Task.Delay(Pause);
        }
        throw new TimeoutException($"Not within {patience ?? Patience}: {what}.");
    }
}
