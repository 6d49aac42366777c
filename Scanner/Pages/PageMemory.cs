using System.Collections.Concurrent;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Languages;

namespace Lotmark.Scanner.Pages;

/// <summary>
/// Pages of lots, made once and kept until the host says that the lot changed, or for a minute. Many who ask for a page that is not there
/// wait for one that is being made.
/// </summary>
public sealed class PageMemory(TimeProvider clock)
{
    /// <summary>How long a page is kept when nobody says that its lot changed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // The state of a proof moves on without any event of the lot.
    private static readonly TimeSpan WhileProofMovesOn = TimeSpan.FromSeconds(1);

    // About 40 KB each, in three encodings.
    private const int MostPages = 4096;

    private readonly ConcurrentDictionary<(DigitalLink Lot, Language Language), Kept> _pages = new();

    /// <summary>A lot changed: its pages are made anew.</summary>
    public void Forget(DigitalLink lot)
    {
        foreach (var language in Enum.GetValues<Language>()) _pages.TryRemove((lot, language), out _);
    }

    /// <summary>It is not known what changed.</summary>
    public void ForgetAll() => _pages.Clear();

    /// <summary>The page, kept or made.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="language">The reader's language.</param>
    /// <param name="make">Makes it, and says whether its proof is final; null when there is no such lot.</param>
    internal async Task<Reply?> GetAsync(DigitalLink lot, Language language, Func<Task<(Reply Page, bool ProofIsFinal)?>> make)
    {
        var key = (lot, language);
        while (true)
        {
            var now = clock.GetUtcNow();
            if (_pages.TryGetValue(key, out var kept) && kept.Until > now) return (await kept.Page.Value)?.Page;

            // Forgotten while it is made, it is not found by who comes after: no page is older than the news of its lot.
            var mine = Begun(key, now, make);
            if (_pages.Count >= MostPages) MakeRoom(now);
            if (kept is null ? !_pages.TryAdd(key, mine) : !_pages.TryUpdate(key, mine, kept)) continue;
            try
            {
                return (await mine.Page.Value)?.Page;
            }
            catch
            {
                _pages.TryRemove(KeyValuePair.Create(key, mine));
                throw;
            }
        }
    }

    // Expiry follows the market's day.
    private Kept Begun((DigitalLink Lot, Language Language) key, DateTimeOffset now, Func<Task<(Reply Page, bool ProofIsFinal)?>> make)
    {
        Kept mine = null!;
        return mine = new(Min(now + Longest, MarketTime.EndOfDay(now)), new(async () =>
        {
            var made = await make();
            if (made is null) _pages.TryRemove(KeyValuePair.Create(key, mine));
            else if (!made.Value.ProofIsFinal) _pages.TryUpdate(key, mine with { Until = Min(mine.Until, clock.GetUtcNow() + WhileProofMovesOn) }, mine);
            return made;
        }));
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, page) in _pages)
            if (page.Until <= now) _pages.TryRemove(key, out _);
        foreach (var (key, _) in _pages.Take(_pages.Count - MostPages / 2)) _pages.TryRemove(key, out _);
    }

    private sealed record Kept(DateTimeOffset Until, Lazy<Task<(Reply Page, bool ProofIsFinal)?>> Page);
}
