using System.Collections.Concurrent;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Pages;

/// <summary>
/// Pages of lots, made once and kept until the host says that the lot changed, or for a minute. Many who ask for a page that is not there
/// wait for one that is being made. While the host cannot tell about lots, they are told what it said last.
/// </summary>
public sealed class PageMemory(TimeProvider clock)
{
    /// <summary>How long a page is kept when nobody says that its lot changed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // The state of a proof moves on without any event of the lot.
    private static readonly TimeSpan WhileProofMovesOn = TimeSpan.FromSeconds(1);

    // Who has something to show keeps nobody waiting, and asks again so often.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), WhileAway = TimeSpan.FromSeconds(2);

    // About 25 KB each, in three encodings.
    private const int MostPages = 4096;

    private static readonly Language[] Languages = Enum.GetValues<Language>();

    private readonly ConcurrentDictionary<(DigitalLink Lot, Language Language), Kept> _pages = new();
    private int _count;

    /// <summary>A lot changed: its pages are made anew.</summary>
    public void Forget(DigitalLink lot)
    {
        foreach (var language in Languages) Drop((lot, language));
    }

    /// <summary>It is not known what changed.</summary>
    public void ForgetAll()
    {
        foreach (var (key, _) in _pages) Drop(key);
    }

    /// <summary>The page, kept or made; null when there is no such lot.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="find">Looks the lot up.</param>
    /// <param name="make">Makes its page; from what was known at some time, if it cannot be looked up.</param>
    internal async Task<Reply?> GetAsync(
        DigitalLink lot, Language language, Func<Task<LotDocument?>> find, Func<LotDocument, DateTimeOffset?, Task<Reply>> make)
    {
        var key = (lot, language);
        while (true)
        {
            var now = clock.GetUtcNow();
            if (_pages.TryGetValue(key, out var kept) && kept.Validity.Holds(now)) return (await kept.Page.Value)?.Reply;

            // Forgotten while it is made, it is not found by who comes after: no page is older than the news of its lot.
            var mine = Begun(key, now, find, make, kept);
            if (kept is null ? !_pages.TryAdd(key, mine) : !_pages.TryUpdate(key, mine, kept)) continue;
            if (kept is null && Interlocked.Increment(ref _count) > MostPages) MakeRoom(now);
            try
            {
                return (await mine.Page.Value)?.Reply;
            }
            catch
            {
                Drop(key, mine);
                throw;
            }
        }
    }

    // Expiry follows the market's day.
    private Kept Begun(
        (DigitalLink Lot, Language Language) key, DateTimeOffset now, Func<Task<LotDocument?>> find, Func<LotDocument, DateTimeOffset?, Task<Reply>> make, Kept? old)
    {
        Kept mine = null!;
        return mine = new(new(Min(now + Longest, MarketTime.EndOfDay(now))), new(async () =>
        {
            var known = await KnownAsync(key.Lot, old);
            LotDocument? lot;
            try
            {
                lot = known is null ? await find() : await find().WaitAsync(Patience, clock);
            }
            // What was recorded meanwhile is not known, but that something was: then the old page is worth nothing.
            catch (Exception e) when (known is not null && e is (LotsAwayException or TimeoutException) && mine.Validity.Holds(clock.GetUtcNow()))
            {
                mine.Validity.EndBy(clock.GetUtcNow() + WhileAway);
                return known with { Reply = await make(known.Lot, known.At) };
            }
            if (lot is null)
            {
                Drop(key, mine);
                return null;
            }
            if (lot.Proof.State != ProofState.Final) mine.Validity.EndBy(clock.GetUtcNow() + WhileProofMovesOn);
            return new(lot, now, await make(lot, null) with { Validity = mine.Validity });
        }));
    }

    // What a page in another language was made of serves as well.
    private async Task<Made?> KnownAsync(DigitalLink lot, Kept? old)
    {
        Made? newest = null;
        foreach (var kept in Languages.Select(language => _pages.GetValueOrDefault((lot, language))).Append(old))
        {
            if (kept is not { Page: { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } page } }) continue;
            if (await page is { } made && !(made.At <= newest?.At)) newest = made;
        }
        return newest;
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, page) in _pages)
            if (!page.Validity.Holds(now)) Drop(key);
        foreach (var (key, _) in _pages.Take(Volatile.Read(ref _count) - MostPages / 2)) Drop(key);
    }

    private void Drop((DigitalLink Lot, Language Language) key)
    {
        if (_pages.TryRemove(key, out var dropped)) Ended(dropped);
    }

    private void Drop((DigitalLink Lot, Language Language) key, Kept page)
    {
        if (_pages.TryRemove(KeyValuePair.Create(key, page))) Ended(page);
    }

    private void Ended(Kept page)
    {
        Interlocked.Decrement(ref _count);
        page.Validity.End();
    }

    private sealed record Made(LotDocument Lot, DateTimeOffset At, Reply Reply);

    private sealed record Kept(Validity Validity, Lazy<Task<Made?>> Page);
}
