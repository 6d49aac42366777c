using System.Text.Json.Nodes;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class KeyFileTests : IDisposable
{
    private const string Pbkdf2 = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        "kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """;

    // Written by `cast wallet import` from the key 0x46 x 32.
    private const string Scrypt = """
        {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"4a1ecd9b373f59cea08d4d444c584fb6"},"ciphertext":"00ea7a698a43ea8131e9e8b0f8bec066c500cab139b30afe4c55d9d1e31c5c51",
        "kdf":"scrypt","kdfparams":{"dklen":32,"n":8192,"p":1,"r":8,"salt":"f2315b4edfe221ca9a898372b36e35232a9af9d733991d26575359c912d05fd9"},
        "mac":"d4396c769e8a7be01cb178847e9351db74e69c2a273ef0538d2773e03ef23f5e"},"id":"761c7c87-844f-4d94-92f7-35208f1acba0","version":3}
        """;

    private const string Address46 = "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("4646464646464646464646464646464646464646464646464646464646464646")]
    [InlineData("0x4646464646464646464646464646464646464646464646464646464646464646\n")]
    public void A_raw_key_is_read(string content) => Assert.Equal(Address46, Read(content, null).Address);

    [Fact]
    public void A_keystore_under_PBKDF2_is_read()
    {
        var key = SigningKey.FromBytes(Convert.FromHexString("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"));

        Assert.Equal(key.Address, Read(Pbkdf2, "testpassword").Address);
    }

    [Fact]
    public void A_keystore_under_scrypt_is_read() => Assert.Equal(Address46, Read(Scrypt, "correct horse").Address);

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(null)]
    public void A_wrong_password_is_refused(string? password) => Assert.Throws<FormatException>(() => Read(Scrypt, password));

    [Theory]
    [InlineData("n", 262144, "r", 1)] // outside RFC 7914
    [InlineData("n", 8191, "r", 8)]
    [InlineData("n", 0, "r", 8)]
    [InlineData("n", 1 << 30, "r", 8)]
    [InlineData("n", 8192, "r", 0)]
    [InlineData("n", 8192, "r", int.MaxValue)]
    [InlineData("dklen", 16, "p", 1)]
    [InlineData("dklen", 32, "p", int.MaxValue)]
    public void Parameters_out_of_bounds_are_refused_at_once(string one, int first, string other, int second)
    {
        var keystore = JsonNode.Parse(Scrypt)!;
        keystore["crypto"]!["kdfparams"]![one] = first;
        keystore["crypto"]!["kdfparams"]![other] = second;

        Assert.Throws<FormatException>(() => Read(keystore.ToJsonString(), "correct horse"));
    }

    [Theory]
    [InlineData("version", "4")]
    [InlineData("crypto", "null")]
    [InlineData("crypto", "[]")]
    [InlineData("crypto.cipher", "\"aes-256-ctr\"")]
    [InlineData("crypto.kdf", "\"argon2\"")]
    [InlineData("crypto.mac", "\"zz\"")]
    [InlineData("crypto.mac", "\"\"")]
    [InlineData("crypto.ciphertext", "12")]
    [InlineData("crypto.cipherparams", "{}")]
    public void A_keystore_of_another_form_is_refused(string member, string value)
    {
        var keystore = JsonNode.Parse(Scrypt)!;
        var path = member.Split('.');
        (path.Length == 1 ? keystore : keystore["crypto"]!)[path[^1]] = JsonNode.Parse(value);

        Assert.Throws<FormatException>(() => Read(keystore.ToJsonString(), "correct horse"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("464646464646464646464646464646464646464646464646464646464646464")]
    [InlineData("gg46464646464646464646464646464646464646464646464646464646464646")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")] // the order of the curve
    public void What_is_no_key_is_refused_without_being_repeated(string content)
    {
        var refusal = Assert.Throws<FormatException>(() => Read(content, "x"));

        Assert.True(content.Length < 10 || !refusal.ToString().Contains(content, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Keys_that_every_dev_chain_is_published_with_sign_on_dev_chains_only()
    {
        await using var anvil = await Anvil.StartAsync();
        var known = (await anvil.AskAsync("eth_accounts")).EnumerateArray().Select(a => EthereumAddress.Parse(a.GetString()).ToString()).ToList();
        Assert.Equal(10, known.Count);
        Assert.Equal(known[..2], [SigningKey.DevOwner.Address, SigningKey.DevOperator.Address]);
        Assert.All(known, address => Assert.Contains(EthereumAddress.Parse(address), SigningKey.KnownToAll));

        foreach (var key in new[] { SigningKey.DevOwner, SigningKey.DevOperator })
        {
            key.EnsureSecretOn(SigningKey.DevChainId);
            Assert.Throws<ArgumentException>(() => key.EnsureSecretOn(11155111));
            Assert.Throws<ArgumentException>(() => new EthereumAnchorChain(anvil.Http, new() { RpcUrls = [anvil.Url], ChainId = 1, Contract = key.Address }, key));
        }
        Read("4646464646464646464646464646464646464646464646464646464646464646", null).EnsureSecretOn(1);
    }

    private SigningKey Read(string content, string? password)
    {
        File.WriteAllText(_file, content);
        return SigningKey.FromFile(_file, password);
    }
}
