using Lotmark.Contracts.Chain;
using Npgsql;

namespace Lotmark.Ledger.Anchoring;

/// <summary>Brings the newest checkpoint to the chain at an interval, and follows each transaction until it is final.</summary>
public sealed partial class AnchorWorker(
    AnchorStore store, AnchorProof proofs, ChainFactory chains, ChainSettings settings, ChainHeight height, NpgsqlDataSource database, ILogger<AnchorWorker> logger)
    : BackgroundService
{
    private const long LockKey = 0x416e63686f72; // "Anchor": two workers would steal each other's nonces

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (ForkedException e)
            {
                Forked(e.Message);
                return;
            }
            catch (Exception e)
            {
                // Every transaction was committed before it was sent: whatever happened, the next look at the chain tells.
                if (stoppingToken.IsCancellationRequested) return;
                Interrupted(e.Message);
            }
            await Task.Delay(settings.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", LockKey) } };
        if (await command.ExecuteScalarAsync(cancel) is not true) return;

        var chain = chains.Operator();
        await ForgetWhatTheChainForgotAsync(chain, cancel);
        while (true)
        {
            await StepAsync(chain, cancel);
            await Task.Delay(settings.Poll, cancel);
            await AssertStillLeadingAsync(connection, cancel);
        }
    }

    private async Task StepAsync(IAnchorChain chain, CancellationToken cancel)
    {
        var heads = await chain.HeadsAsync(cancel);
        height.Saw(heads.Latest.Number);
        var open = await store.OpenAsync(cancel);
        foreach (var transaction in open) await FollowAsync(chain, transaction, heads, cancel);
        if (open.Any(t => t.State is AnchorState.Prepared or AnchorState.Sent)) return; // one in flight at a time
        if (await store.NewestAsync(cancel) is { } newest && DateTime.UtcNow - newest.PreparedAt < settings.Interval) return;
        await proofs.MakeEpochAsync(cancel);
        await AnchorNewestAsync(chain, open, cancel);
    }

    private async Task FollowAsync(IAnchorChain chain, AnchorTransaction transaction, ChainHeads heads, CancellationToken cancel)
    {
        if (await chain.ReceiptAsync(transaction.Hash, cancel) is not { } receipt)
        {
            if (await chain.MinedNonceAsync(cancel) > transaction.Nonce)
            {
                // Its nonce is used up. Mined between our two questions, or another transaction took its place.
                if (await chain.ReceiptAsync(transaction.Hash, cancel) is null)
                    await store.MarkEndedAsync(transaction.Id, AnchorState.Lost, "Another transaction used its nonce.", cancel);
                return;
            }
            // A transaction whose block is gone may be in nobody's pool. The same bytes again are the same transaction: harmless.
            await chain.SubmitAsync(transaction.Raw, cancel);
            await store.MarkSentAsync(transaction.Id, cancel);
            return;
        }

        if (!receipt.Succeeded)
        {
            await store.MarkEndedAsync(transaction.Id, AnchorState.Reverted, "The contract refused it.", cancel);
            return;
        }

        var state = receipt.BlockNumber <= heads.Finalized?.Number ? AnchorState.Final
            : height.DepthOf(receipt.BlockNumber) >= settings.Confirmations ? AnchorState.Confirmed
            : AnchorState.Mined;
        if (state != transaction.State || receipt.BlockNumber != transaction.BlockNumber)
            await store.MarkInBlockAsync(transaction.Id, state, receipt.BlockNumber, receipt.BlockHash, cancel);
        if (state == AnchorState.Final) IsFinal(transaction.Size, receipt.BlockNumber);
    }

    private async Task AnchorNewestAsync(IAnchorChain chain, List<AnchorTransaction> open, CancellationToken cancel)
    {
        // What the contract holds is where the proof starts. Our own records may be behind it.
        var anchored = await chain.LatestAsync(BlockTag.Latest, cancel);
        if (await proofs.ToNewestEpochAsync(anchored, cancel) is not { } proof) return;

        var nonce = Math.Max(await chain.MinedNonceAsync(cancel), open.Count == 0 ? 0 : open.Max(t => t.Nonce) + 1);
        var prepared = await chain.PrepareAsync(proof.Size, proof.Root, proof.Hashes, nonce, null, cancel);
        await store.AddAsync(proof.Size, proof.Root, anchored.Size, nonce, prepared.Raw, prepared.Hash, cancel);
        // A crash here costs nothing: the row is open, and its bytes are sent at the next step.
        await chain.SubmitAsync(prepared.Raw, cancel);
    }

    // A dev chain that lost its state, or a contract deployed anew: rows that say otherwise would be a lie.
    private async Task ForgetWhatTheChainForgotAsync(IAnchorChain chain, CancellationToken cancel)
    {
        if (await store.NewestFinalAsync(cancel) is not { } final) return;
        if (await chain.RootAtAsync(final.Size, BlockTag.Latest, cancel) is not null) return;
        await store.ForgetAllAsync("The chain does not know it any more.", cancel);
        Forgotten(final.Size);
    }

    private static async Task AssertStillLeadingAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select 1", connection); // throws when the connection, and the lock with it, is gone
        await command.ExecuteScalarAsync(cancel);
    }

    [LoggerMessage(LogLevel.Information, "The checkpoint of size {Size} is final in block {Block}")]
    private partial void IsFinal(long size, long block);

    [LoggerMessage(LogLevel.Warning, "Anchoring was interrupted: {Reason}")]
    private partial void Interrupted(string reason);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void Forked(string reason);

    [LoggerMessage(LogLevel.Warning, "The chain does not know the anchor of size {Size} any more; the log is anchored anew")]
    private partial void Forgotten(long size);
}
