using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Lotmark.Ledger.Tests.Faults;

/// <summary>
/// Importers who register one lot after the other, and ask again until they have an answer. What was acknowledged is noted: that,
/// and nothing less, must be there in the end. Beside them somebody keeps every checkpoint that was ever shown.
/// </summary>
public sealed class Importers : IAsyncDisposable
{
    /// <summary>What they may be answered whatever happens to the service: nobody may be told that a good request was wrong.</summary>
    public static readonly HashSet<HttpStatusCode> Honest = [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable];

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static int _named;

    private readonly string _name = $"I{Interlocked.Increment(ref _named)}";
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentDictionary<string, bool> _acknowledged = [];
    private readonly ConcurrentDictionary<string, bool> _checkpoints = [];
    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = [];
    private readonly Task _all;
    private HttpClient _door;
    private int _lots;

    private Importers(LedgerProcess door, int count)
    {
        _door = door.As("importer");
        _all = Task.WhenAll([WatchAsync(), .. Enumerable.Range(0, count).Select(_ => RegisterAsync())]);
    }

    /// <summary>Names of the lots that were acknowledged.</summary>
    public ICollection<string> Acknowledged => _acknowledged.Keys;

    /// <summary>Every signed checkpoint that was shown meanwhile.</summary>
    public ICollection<string> Checkpoints => _checkpoints.Keys;

    /// <summary>How often each status was answered.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Answers => _answers;

    /// <summary>Begins.</summary>
    public static Importers At(LedgerProcess door, int count = 3) => new(door, count);

    /// <summary>From now on they come to this process.</summary>
    public void MoveTo(LedgerProcess door) => Interlocked.Exchange(ref _door, door.As("importer")).Dispose();

    /// <summary>Waits until so many more lots are acknowledged.</summary>
    public Task UntilAcknowledgedAsync(int more)
    {
        var goal = _acknowledged.Count + more;
        return Eventually.TrueAsync(() => Task.FromResult(_acknowledged.Count >= goal || _all.IsFaulted), $"{more} more lots are acknowledged");
    }

    /// <summary>Lets each have the answer it waits for, and ends.</summary>
    public async Task EnoughAsync()
    {
        await _enough.CancelAsync();
        await _all;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
        _door.Dispose();
    }

    private async Task RegisterAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            var lot = SampleFiles.Read("ecuador-shrimp-sea");
            lot["lotNumber"] = $"{_name}-{Interlocked.Increment(ref _lots)}";
            for (var deadline = DateTime.UtcNow + Patience; !await TryRegisterAsync(lot); await Task.Delay(Breath))
                if (DateTime.UtcNow > deadline) throw new TimeoutException($"{lot.Path} was never acknowledged.");
            await Task.Delay(Breath);
        }
    }

    // 200 is the answer when an earlier try was recorded and its answer lost.
    private async Task<bool> TryRegisterAsync(JsonObject lot)
    {
        try
        {
            using var answer = await Volatile.Read(ref _door).PostAsJsonAsync("/api/lots", lot);
            _answers.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
            if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK)) return false;
            _acknowledged[lot.Path] = true;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false; // nobody there just now, or they move to another door
        }
    }

    private async Task WatchAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                using var answer = await Volatile.Read(ref _door).GetAsync("/log/checkpoint");
                if (answer.IsSuccessStatusCode) _checkpoints[await answer.Content.ReadAsStringAsync()] = true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The next look is soon.
            }
            await Task.Delay(Glance);
        }
    }
}
