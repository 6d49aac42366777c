using System.Numerics;

namespace Lotmark.Contracts.Chain;

/// <summary>A transaction of EIP-1559 without access list.</summary>
internal sealed record DynamicFeeTransaction(long ChainId, long Nonce, Fees Fees, long GasLimit, EthereumAddress To, BigInteger Value, byte[] Data)
{
    private const byte Type = 0x02;

    public byte[] SigningHash() => Keccak256.Hash([Type, .. Rlp.List(Fields())]);

    /// <summary>The bytes to send, and their hash, by which the chain will know it.</summary>
    public (byte[] Raw, byte[] Hash) Sign(SigningKey key)
    {
        var signature = key.Sign(SigningHash());
        byte[] raw = [Type, .. Rlp.List([.. Fields(), Rlp.Integer(signature.YParity ? 1 : 0), Integer(signature.R), Integer(signature.S)])];
        return (raw, Keccak256.Hash(raw));
    }

    private byte[][] Fields() =>
    [
        Rlp.Integer(ChainId), Rlp.Integer(Nonce), Rlp.Integer(Fees.Tip), Rlp.Integer(Fees.MaxFee), Rlp.Integer(GasLimit),
        Rlp.String(To.Bytes), Rlp.Integer(Value), Rlp.String(Data), Rlp.List(),
    ];

    private static byte[] Integer(byte[] bytes) => Rlp.Integer(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
}
