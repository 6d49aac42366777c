using System.Diagnostics;

namespace Lotmark.Ledger.Embedded;

/// <summary>Brings a server of ours back when it dies: at once the first time, after growing pauses when it dies again and again.</summary>
internal sealed class Supervision : IAsyncDisposable
{
    // Long enough that a Ctrl-C, which a terminal sends to a server of ours too, has reached us as well.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WellAgain = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping;
    private readonly Task _watch;

    /// <summary>Begins to watch a server that runs.</summary>
    /// <param name="server">What people call it.</param>
    /// <param name="untilDeadAsync">Waits for the end of the process that runs now.</param>
    /// <param name="startAsync">Starts it again where it was; leaves nothing behind when it can't.</param>
    /// <param name="say">Told of every death and of what keeps it from coming back.</param>
    /// <param name="stopping">When we stop, nothing is started any more.</param>
    public Supervision(string server, Func<CancellationToken, Task> untilDeadAsync, Func<CancellationToken, Task> startAsync, Action<string> say, CancellationToken stopping)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _watch = WatchAsync(server, untilDeadAsync, startAsync, say, _stopping.Token);
    }

    /// <summary>Watches no longer. A start that is under way is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static async Task WatchAsync(
        string server, Func<CancellationToken, Task> untilDeadAsync, Func<CancellationToken, Task> startAsync, Action<string> say, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ;)
        {
            var life = Stopwatch.StartNew();
            await untilDeadAsync(stopping);
            if (life.Elapsed > WellAgain) pause = ShortestPause;
            await Task.Delay(pause, stopping);
            say($"{server} died; it is started again.");
            while (true)
            {
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                try
                {
                    await startAsync(stopping);
                    break;
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    // Whatever it is (memory, a full disk, the port), it may pass; nobody else would try again.
                    say($"{server} does not come back: {e.Message} Next try in {pause.TotalSeconds:0.#} s.");
                    await Task.Delay(pause, stopping);
                }
            }
            say($"{server} runs again.");
        }
    }
}
