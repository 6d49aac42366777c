namespace Lotmark.Contracts.Chain;

/// <summary>Calls of the anchor contract as bytes: selector and words.</summary>
internal static class AnchorCalls
{
    private static readonly byte[] AnchorSelector = AnchorArtifact.Selector("anchor(uint64,bytes32,bytes32[])");
    private static readonly byte[] AnchorAtSelector = AnchorArtifact.Selector("anchorAt(uint64)");
    private static readonly byte[] RootAtSelector = AnchorArtifact.Selector("rootAt(uint64)");

    private static readonly byte[] IsOperatorSelector = AnchorArtifact.Selector("isOperator(address)");

    public static byte[] Origin { get; } = AnchorArtifact.Selector("origin()");

    public static byte[] Predecessor { get; } = AnchorArtifact.Selector("predecessor()");

    public static byte[] Closed { get; } = AnchorArtifact.Selector("closed()");

    public static byte[] Count { get; } = AnchorArtifact.Selector("count()");

    public static byte[] AnchorAt(long index) => [.. AnchorAtSelector, .. AbiWords.Of(index)];

    public static byte[] RootAt(long size) => [.. RootAtSelector, .. AbiWords.Of(size)];

    public static byte[] IsOperator(EthereumAddress account) => [.. IsOperatorSelector, .. AbiWords.Of(account)];

    public static byte[] Anchor(long size, byte[] root, IReadOnlyList<byte[]> proof)
    {
        const int HeadWords = 3;
        return
        [
            .. AnchorSelector, .. AbiWords.Of(size), .. AbiWords.Of(root), .. AbiWords.Of(HeadWords * AbiWords.Size),
            .. AbiWords.Of(proof.Count), .. proof.SelectMany(AbiWords.Of),
        ];
    }

    /// <summary>What creates the contract: bytecode and the words of its constructor.</summary>
    public static byte[] Create(EthereumAddress owner, EthereumAddress operatorAddress, byte[] origin, EthereumAddress predecessor) =>
        [.. AnchorArtifact.Bytecode, .. AbiWords.Of(owner), .. AbiWords.Of(operatorAddress), .. AbiWords.Of(origin), .. AbiWords.Of(predecessor)];
}
