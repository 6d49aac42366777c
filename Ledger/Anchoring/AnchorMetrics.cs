using System.Diagnostics.Metrics;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Anchoring in numbers, told by the process that anchors.</summary>
public sealed class AnchorMetrics
{
    private readonly AnchorStore _store;
    private readonly TimeProvider _clock;
    private Numbers? _told;

    /// <summary>Makes the instruments.</summary>
    public AnchorMetrics(Meter meter, AnchorStore store, TimeProvider clock)
    {
        (_store, _clock) = (store, clock);
        meter.CreateObservableGauge("lotmark.anchor.size", () => One(n => n.FinalSize), description: "Leaves of the newest tree whose anchor is final.");
        meter.CreateObservableGauge("lotmark.anchor.age", () => One(n => n.FinalAt is { } at ? (_clock.GetUtcNow() - at).TotalSeconds : null), "s", "Time since an anchor became final last.");
        meter.CreateObservableGauge("lotmark.anchor.balance", () => One(n => n.Balance), "ETH", "What the operator's account holds.");
        meter.CreateObservableGauge("lotmark.anchor.gas_price", () => One(n => n.GasPrice), "gwei", "Most that the newest anchor offers for a unit of gas.");
        meter.CreateObservableGauge("lotmark.anchor.transactions",
            () => (_told?.States ?? []).Select(s => new Measurement<long>(s.Value, new KeyValuePair<string, object?>("state", s.Key))), description: "Anchoring transactions by state.");
    }

    /// <summary>Notes what a look found.</summary>
    public async Task TellAsync(AnchorLook look, CancellationToken cancel)
    {
        var final = await _store.NewestFinalAsync(cancel);
        var newest = await _store.NewestAttemptAsync(cancel);
        _told = new(final?.Size, final?.At, Ether.Of(look.Balance), newest is null ? null : Ether.Gwei(newest.Fees.MaxFee), await _store.CountsAsync(cancel));
    }

    /// <summary>Another process may anchor now: what was noted is not told any more.</summary>
    public void StopTelling() => _told = null;

    private IEnumerable<Measurement<double>> One(Func<Numbers, double?> of) => _told is { } told && of(told) is { } value ? [new(value)] : [];

    private sealed record Numbers(long? FinalSize, DateTime? FinalAt, double Balance, double? GasPrice, Dictionary<string, long> States);
}
