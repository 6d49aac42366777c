namespace Lotmark.Scanner.Http;

/// <summary>How long an answer that is kept may be given again. It can be ended at any time, from anywhere.</summary>
internal sealed class Validity(DateTimeOffset until)
{
    private long _until = until.UtcTicks;

    /// <summary>Whether it still holds.</summary>
    public bool Holds(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _until);

    /// <summary>Ends it now, for good.</summary>
    public void End() => Volatile.Write(ref _until, 0);

    /// <summary>Brings its end forward.</summary>
    public void EndBy(DateTimeOffset when)
    {
        for (var until = Volatile.Read(ref _until); when.UtcTicks < until; until = Volatile.Read(ref _until))
            if (Interlocked.CompareExchange(ref _until, when.UtcTicks, until) == until) return;
    }
}
