namespace Lotmark.Contracts.Tiles;

/// <summary>A tile of the tree: hash i of tile n at level l is the head of leaves (256n+i)·256^l and the 256^l - 1 that follow (C2SP tlog-tiles).</summary>
/// <param name="Level">0 holds leaf hashes; each next level the heads of full tiles.</param>
/// <param name="Index">Which tile of the level, from 0.</param>
public readonly record struct TileId(int Level, long Index)
{
    /// <summary>Hashes in a full tile.</summary>
    public const int FullWidth = 256;
}

/// <summary>The hashes of a tile, 32 bytes each, 1 to 256 of them.</summary>
public sealed record Tile(TileId Id, byte[] Hashes);
