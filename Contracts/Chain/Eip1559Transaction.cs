using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>A transaction of type 2 (EIP-1559).</summary>
internal sealed record Eip1559Transaction(long ChainId, long Nonce, BigInteger Tip, BigInteger MaxFee, long GasLimit, byte[] To, BigInteger Value, byte[] Data)
{
    private const byte Type = 0x02;

    /// <summary>What is signed.</summary>
    public byte[] SigningHash() => Keccak.Hash([Type, .. Rlp.List(Fields())]);

    /// <summary>The bytes that are sent, and their hash, which is the transaction's name.</summary>
    public (byte[] Raw, byte[] Hash) Sign(SigningKey key)
    {
        var (r, s, yParity) = key.Sign(SigningHash());
        byte[] raw = [Type, .. Rlp.List([.. Fields(), Rlp.Number(yParity), Rlp.Number(r), Rlp.Number(s)])];
        return (raw, Keccak.Hash(raw));
    }

    private byte[][] Fields() =>
    [
        Rlp.Number(ChainId), Rlp.Number(Nonce), Rlp.Number(Tip), Rlp.Number(MaxFee), Rlp.Number(GasLimit),
        Rlp.Bytes(To), Rlp.Number(Value), Rlp.Bytes(Data), Rlp.List(),
    ];
}
