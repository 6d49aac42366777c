using System.Numerics;
using System.Security.Cryptography;
using Lotmark.Contracts.Chain;

namespace Lotmark.Contracts.Tests.Chain;

public sealed class SigningTests
{
    private static readonly SigningKey Key46 = SigningKey.FromBytes([.. Enumerable.Repeat((byte)0x46, 32)]);
    private static readonly DynamicFeeTransaction Published = new(
        11155111, 7, new(1_500_000_000, 40_000_000_000), 120_000, EthereumAddress.Parse("0x5FbDB2315678afecb367f032d93F642f64180aa3"), 0,
        AnchorCalls.Anchor(3, SHA256.HashData([1]), [SHA256.HashData([2])]));

    [Fact]
    public void A_key_has_the_published_address()
    {
        Assert.Equal("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F", Key46.Address);
        Assert.Equal("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", SigningKey.DevOwner.Address);
        Assert.Equal("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", SigningKey.DevOperator.Address);
    }

    [Fact]
    public void The_example_of_EIP_155_is_signed_as_published()
    {
        byte[][] fields =
        [
            Rlp.Integer(9), Rlp.Integer(20_000_000_000), Rlp.Integer(21000), Rlp.String(Enumerable.Repeat((byte)0x35, 20).ToArray()),
            Rlp.Integer(BigInteger.Pow(10, 18)), Rlp.String([]),
        ];
        var hash = Keccak256.Hash(Rlp.List([.. fields, Rlp.Integer(1), Rlp.Integer(0), Rlp.Integer(0)]));
        var signature = Key46.Sign(hash);

        Assert.Equal("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53", Convert.ToHexStringLower(hash));
        Assert.Equal(
            "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
            + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
            Convert.ToHexStringLower(Rlp.List([.. fields, Rlp.Integer(signature.YParity ? 38 : 37), Rlp.String(signature.R), Rlp.String(signature.S)])));
    }

    [Fact]
    public void An_anchor_is_signed_as_published()
    {
        var signature = SigningKey.DevOwner.Sign(Published.SigningHash());

        Assert.Equal("4fe537890921c029f1e34dbc788b0a10672da82e2107b55a405604f10c06aca7", Convert.ToHexStringLower(Published.SigningHash()));
        Assert.False(signature.YParity);
        Assert.Equal("31d913602e89bc7d3806dfde0ca3e685894584eb64f7734869f630f19a35dc21", Convert.ToHexStringLower(signature.R));
        Assert.Equal("7b374e2ada40be712cb8e1b7042ceefe794fae6c9dc6e2ab8efd7939ce45de27", Convert.ToHexStringLower(signature.S));
        Assert.Equal("c472901afddec9fffe04c6dce1915be2d0e44f64b84beb47f3dcf86217a97b6c", Convert.ToHexStringLower(Published.Sign(SigningKey.DevOwner).Hash));
    }

    [Fact]
    public void Six_hundred_signatures_lead_back_to_their_key_and_have_a_low_s()
    {
        var half = Secp256k1.Curve.N.ShiftRight(1);
        var shortIntegers = 0;
        for (var i = 0; i < 600; i++)
        {
            var hash = SHA256.HashData(BitConverter.GetBytes(i));
            var signature = Key46.Sign(hash);

            Assert.Equal(Key46.Address, Recovery.Signer(hash, signature));
            Assert.True(new Org.BouncyCastle.Math.BigInteger(1, signature.S).CompareTo(half) <= 0);
            if (signature.R[0] == 0 || signature.S[0] == 0) shortIntegers++;
        }
        Assert.NotEqual(0, shortIntegers); // else the leading zeros that transactions drop were never met
    }

    [Fact]
    public void The_same_hash_is_signed_in_one_way() => Assert.Equal(Published.Sign(Key46).Raw, Published.Sign(Key46).Raw);

    [Fact]
    public void Forty_random_transactions_are_those_of_cast()
    {
        var random = new Random(20260101);
        var cast = Foundry.Find("cast");
        for (var i = 0; i < 40; i++)
        {
            var secret = new byte[32];
            random.NextBytes(secret);
            var data = new byte[random.Next(0, 400)];
            random.NextBytes(data);
            var to = new byte[20];
            random.NextBytes(to);
            var tip = random.NextInt64(0, 10_000_000_000);
            var transaction = new DynamicFeeTransaction(
                random.NextInt64(1, 1L << 40), random.NextInt64(0, i % 4 == 0 ? 2 : 1_000_000), new(tip, tip + random.NextInt64(0, 1L << 45)), random.NextInt64(21_000, 30_000_000),
                EthereumAddress.Of(to), i % 2 == 0 ? 0 : random.NextInt64(), data);

            Assert.Equal(
                Foundry.Run(cast, null, "mktx", transaction.To.ToString(), RpcHex.Data(data), "--private-key", RpcHex.Data(secret), "--chain", $"{transaction.ChainId}",
                    "--nonce", $"{transaction.Nonce}", "--gas-limit", $"{transaction.GasLimit}", "--gas-price", $"{transaction.Fees.MaxFee}",
                    "--priority-gas-price", $"{transaction.Fees.Tip}", "--value", $"{transaction.Value}", "--rpc-url", "http://127.0.0.1:1"),
                RpcHex.Data(transaction.Sign(SigningKey.FromBytes(secret)).Raw));
        }
    }
}
