using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;
using Lotmark.Ledger.Anchoring;
using Microsoft.Extensions.DependencyInjection;

namespace Lotmark.Ledger.Tests.Anchoring;

/// <summary>Chains that are no dev chain, by settings alone.</summary>
public sealed class OwnChainTests(LedgerApp app)
{
    private const long ChainId = 7001;

    [Fact]
    public async Task A_chain_of_ones_own_is_anchored_on_with_a_key_from_a_file()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await OnOwnChainAsync(anvil);

        await log.AnchorsByItselfAsync();

        var anchor = Assert.Single(await log.Services.GetRequiredService<AnchorReader>().NewestAsync(1, default));
        Assert.Equal((ChainId, AnchorState.Final), (anchor.ChainId, anchor.State));
        Assert.True(anchor.Depth > 2);
        Assert.Empty(log.Services.GetRequiredService<AnchorReader>().Reference(anchor).RpcUrls); // ours may hold an access key
    }

    [Fact]
    public async Task A_final_anchor_that_vanishes_stops_everything_and_is_told()
    {
        await using var anvil = await Anvil.StartAsync();
        await using var log = await OnOwnChainAsync(anvil);
        await log.AnchorsByItselfAsync();
        await anvil.AskAsync("evm_setAutomine", false);
        var snapshot = (await anvil.AskAsync("evm_snapshot")).GetString()!;
        await log.AnchorsByItselfAsync();
        var before = await log.RowsAsync();

        await anvil.AskAsync("evm_revert", snapshot);
        await log.RecordAsync();
        var look = await log.LookAsync();

        Assert.True(look.Halted);
        Assert.Contains(AnchorAlarms.FinalGone, look.Alarms.Keys);
        Assert.Equal(before, await log.RowsAsync());
    }

    [Fact]
    public async Task A_contract_that_continues_another_says_so()
    {
        await using var anvil = await Anvil.StartAsync();
        var first = (await anvil.DeployAsync(AnchoredLog.OriginHash)).Contract;
        var second = (await anvil.DeployAsync(AnchoredLog.OriginHash, first)).Contract;
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:Contract", second);

        await log.AnchorsByItselfAsync();

        Assert.Equal(first, Assert.Single(await log.Services.GetRequiredService<AnchorReader>().NewestAsync(1, default)).Predecessor);
    }

    [Fact]
    public async Task A_keystore_is_opened_with_the_password_from_a_file()
    {
        var folder = Directory.CreateTempSubdirectory("lotmark-test-").FullName;
        var (key, password) = (Path.Combine(folder, "operator.json"), Path.Combine(folder, "password"));
        await File.WriteAllTextAsync(key, """
            {"version":3,"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
            "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
            "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
            "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"}}
            """);
        await File.WriteAllTextAsync(password, "testpassword\n");
        await using var anvil = await Anvil.StartAsync();
        await using var log = await AnchoredLog.StartAsync(app, anvil, "--Chain:KeyFile", key, "--Chain:KeyPasswordFile", password);

        Assert.Equal(
            SigningKey.FromBytes(Convert.FromHexString("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d")).Address, log.Chain.Sender);
    }

    private async Task<AnchoredLog> OnOwnChainAsync(Anvil anvil)
    {
        var digits = new string('4', 64);
        var key = SigningKey.FromBytes(Convert.FromHexString(digits));
        var file = Path.Combine(Directory.CreateTempSubdirectory("lotmark-test-").FullName, "operator.key");
        await File.WriteAllTextAsync(file, digits);
        var contract = (await anvil.DeployAsync(Anvil.Order(AnchoredLog.OriginHash) with { Operator = key.Address })).Contract;
        await anvil.AskAsync("anvil_setBalance", key.Address, "0xde0b6b3a7640000"); // 1 ETH
        return await AnchoredLog.StartAsync(app, anvil, async () => await anvil.AskAsync("anvil_setChainId", ChainId),
            "--Chain:Network", "custom", "--Chain:Id", $"{ChainId}", "--Chain:Contract", contract, "--Chain:KeyFile", file);
    }
}
