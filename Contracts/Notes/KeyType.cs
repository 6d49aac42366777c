namespace Lotmark.Contracts.Notes;

/// <summary>What a key signs, as the byte that stands before it in a vkey (C2SP signed-note).</summary>
public enum KeyType : byte
{
    /// <summary>Ed25519 over the text of the note.</summary>
    Ed25519 = 0x01,

    /// <summary>A witness: Ed25519 over the time and the text of a checkpoint (C2SP tlog-cosignature, v1).</summary>
    Cosignature = 0x04,
}
