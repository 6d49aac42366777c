using Lotmark.Contracts.Chain;
using Lotmark.Contracts.Tests.Chain;

namespace Lotmark.Ledger.Tests.Anchoring;

public sealed class DeployCommandTests
{
    private const string PublicKeyFile = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static readonly string Stranger = "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F";

    [Fact]
    public async Task A_contract_is_deployed_once_and_may_be_continued_by_another()
    {
        await using var anvil = await MiningAsync();

        var (exit, output) = await DeployAsync("--rpc", anvil.Url, "--origin", "food.example/log");
        Assert.True(exit == 0, output);
        var first = Value(output, "contract");
        Assert.Equal(SigningKey.DevOwner.Address, Value(output, "owner"));
        Assert.Equal(SigningKey.DevOperator.Address, Value(output, "operator"));
        Assert.Equal("food.example/log", Value(output, "origin"));
        Assert.Equal("none", Value(output, "predecessor"));
        Assert.Equal("31337", Value(output, "chain"));
        Assert.Matches("^0x[0-9a-f]{64}$", Value(output, "transaction"));
        Assert.InRange(int.Parse(Value(output, "gas").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 500_000, 1_500_000);

        (exit, output) = await DeployAsync("--rpc", anvil.Url, "--Lotmark:PublicUrl", "https://food.example/");
        Assert.Equal((0, first), (exit, Value(output, "contract")));
        Assert.StartsWith("none", Value(output, "transaction"), StringComparison.Ordinal);

        (exit, output) = await DeployAsync("--rpc", anvil.Url, "--origin", "food.example/log", "--predecessor", first, "--owner", Stranger);
        Assert.Equal(0, exit);
        var second = Value(output, "contract");
        Assert.NotEqual(first, second);
        Assert.Equal(first, Value(output, "predecessor"));
        var told = await anvil.Client(second, SigningKey.DevOperator).ContractAsync(TestContext.Current.CancellationToken);
        Assert.Equal((first, true, false), (told.Predecessor, told.SenderMayAnchor, told.Closed));

        await RefusedAsync("another log", "--rpc", anvil.Url, "--origin", "other.example/log", "--predecessor", first);
        await RefusedAsync("nothing to continue", "--rpc", anvil.Url, "--origin", "food.example/log", "--predecessor", Stranger);
        await RefusedAsync("is not an address", "--rpc", anvil.Url, "--origin", "food.example/log", "--owner", "0x123");
        await RefusedAsync("not of chain 11155111", "--rpc", anvil.Url, "--origin", "a/log", "--owner", Stranger, "--Chain:Network", "sepolia", "--Chain:KeyFile", await KeyAsync(new('4', 64)));
    }

    [Fact]
    public async Task What_keeps_it_from_deploying_is_said_in_a_sentence()
    {
        await RefusedAsync("can't be reached", "--rpc", "http://127.0.0.1:1", "--origin", "food.example/log");
        await RefusedAsync("--rpc", "--origin", "food.example/log");
        await RefusedAsync("--origin", "--rpc", "http://127.0.0.1:1");
        await RefusedAsync("Chain:KeyFile", "--rpc", "http://127.0.0.1:1", "--origin", "a/log", "--Chain:Network", "hoodi");
        await RefusedAsync("--owner", "--rpc", "http://127.0.0.1:1", "--origin", "a/log", "--Chain:Network", "hoodi", "--Chain:KeyFile", await KeyAsync(new('4', 64)));
        await RefusedAsync("Chain:Id", "--rpc", "http://127.0.0.1:1", "--origin", "a/log", "--Chain:Network", "custom");
        await RefusedAsync("published with every dev chain",
            "--rpc", "http://127.0.0.1:1", "--origin", "a/log", "--owner", Stranger, "--Chain:Network", "custom", "--Chain:Id", "5", "--Chain:KeyFile", await KeyAsync(PublicKeyFile));
    }

    [Theory]
    [InlineData("--owner")]
    [InlineData("--help")]
    [InlineData("food")]
    [InlineData("--rpc", "no url")]
    [InlineData("--owner", "a", "--owner", "b")]
    [InlineData("--owner", "--origin", "b")]
    public async Task What_is_not_understood_is_answered_with_the_usage(params string[] arguments)
    {
        var (exit, output) = await DeployAsync(arguments);

        Assert.Equal(2, exit);
        Assert.Contains("Usage: deploy", output, StringComparison.Ordinal);
    }

    private static async Task<Anvil> MiningAsync()
    {
        var anvil = await Anvil.StartAsync();
        await anvil.AskAsync("evm_setAutomine", true);
        return anvil;
    }

    private static async Task<(int Exit, string Output)> DeployAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        return (await Ledger.Anchoring.DeployCommand.RunAsync(arguments, output), output.ToString());
    }

    private static async Task RefusedAsync(string sentence, params string[] arguments)
    {
        var (exit, output) = await DeployAsync(arguments);

        Assert.Equal(1, exit);
        Assert.StartsWith("lotmark: ", output, StringComparison.Ordinal);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    private static async Task<string> KeyAsync(string digits)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("lotmark-test-").FullName, "operator.key");
        await File.WriteAllTextAsync(file, digits);
        return file;
    }

    private static string Value(string output, string name) => output.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
