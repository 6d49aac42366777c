using Lotmark.Contracts.Chain;
using Lotmark.Ledger.Log;
using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Of all processes with this operator key and database one anchors; this is its loop.</summary>
public sealed partial class AnchorWorker(
    AnchorStore store, AnchorProof proofs, LogReader log, ChainFactory chains, ChainSettings settings, AnchorAlarms alarms, AnchorMetrics metrics,
    NpgsqlDataSource database, ILogger<AnchorWorker> logger) : BackgroundService
{
    private const int FaultsToTell = 3;
    private const int MostDoublings = 3;
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(1);

    /// <summary>A step of anchoring with its parts.</summary>
    /// <param name="chain">The chain, with the operator's key.</param>
    /// <param name="ensureLeading">Throws when another process has the right to anchor.</param>
    public AnchorStep StepOn(IAnchorChain chain, Func<CancellationToken, Task> ensureLeading)
    {
        var maker = new AnchorMaker(chain, store, proofs, ensureLeading, logger);
        return new(chain, store, proofs, log, new(chain, store, proofs, log, maker, settings, logger), maker, new(chain, store, logger), settings);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var chain = chains.Operator();
                await using var lease = await OperatorLease.TryTakeAsync(database, chain.ChainId, chain.Sender!, stoppingToken);
                if (lease is not null) await LeadAsync(chain, lease, stoppingToken);
            }
            catch (Exception e)
            {
                // Every transaction was committed before it was sent: whatever happened, the next look at the chain tells.
                if (stoppingToken.IsCancellationRequested) return;
                Interrupted(e is OperationCanceledException ? "the right to anchor is lost, another process may have it" : e.Message);
            }
            metrics.StopTelling();
            await Task.Delay(Takeover, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(IAnchorChain chain, OperatorLease lease, CancellationToken stopping)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Lost);
        var cancel = leading.Token;
        await store.AdoptAsync(chain.Sender!, cancel);
        var step = StepOn(chain, lease.EnsureHeldAsync);
        for (var faults = 0; ;)
        {
            var pause = settings.Poll;
            try
            {
                var look = await step.RunAsync(cancel);
                faults = 0;
                await alarms.SettleAsync(look.Alarms, cancel);
                await metrics.TellAsync(look, cancel);
                if (look.Halted) pause = settings.SlowPoll;
            }
            catch (ChainFaultException e)
            {
                FaultOfChain(e.Message);
                if (++faults > FaultsToTell) await alarms.FaultAsync(CodeOf(e.Kind), $"{e.Message} Nothing is anchored until this is over; then it goes on by itself.", cancel);
                // With jitter, and longer each time: many services ask one provider.
                pause *= (1 << Math.Min(faults - 1, MostDoublings)) * (0.75 + Random.Shared.NextDouble() / 2);
            }
            await Task.Delay(pause, cancel);
        }
    }

    private static string CodeOf(ChainFaultKind kind) => kind switch
    {
        ChainFaultKind.WrongChain => AnchorAlarms.WrongChain,
        ChainFaultKind.NoContract => AnchorAlarms.ContractMissing,
        _ => AnchorAlarms.Unreachable,
    };

    [LoggerMessage(LogLevel.Warning, "Anchoring was interrupted: {Reason}")]
    private partial void Interrupted(string reason);

    [LoggerMessage(LogLevel.Warning, "The chain could not be looked at: {Reason}")]
    private partial void FaultOfChain(string reason);
}
