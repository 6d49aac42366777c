using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Tests.Log;

public sealed class EvidenceGroundTests(LedgerApp app)
{
    [Fact]
    public async Task A_leaf_that_no_checkpoint_covers_yet_is_not_in_the_log()
    {
        await app.AnchoredEvidenceAsync(await app.RegisterLotAsync());
        await using var services = new LedgerServices(app);
        var grounds = services.Get<EvidenceGrounds>();

        Assert.NotNull(await grounds.CoveringAsync("01/x", 0, CancellationToken.None));
        Assert.Null(await grounds.CoveringAsync("01/x", long.MaxValue - 1, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_anchored_comes_with_its_freshness()
    {
        var lot = await app.RegisterLotAsync();
        var bundle = await app.AnchoredEvidenceAsync(lot);
        await using var services = new LedgerServices(app, ("Chain:Contract", (string)bundle["anchor"]!["contract"]!));

        var ground = await services.Get<EvidenceGrounds>().CoveringAsync(lot.Path, 0, CancellationToken.None);

        Assert.Equal((ground!.Checkpoint.Size, Convert.ToHexStringLower(ground.Checkpoint.Root)), (ground.Anchor!.Size, ground.Anchor.Root));
        Assert.NotNull(ground.Freshness);
    }
}
