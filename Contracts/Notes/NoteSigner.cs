using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Lotmark.Contracts.Notes;

/// <summary>Signs notes with an Ed25519 key (RFC 8032, C2SP signed-note).</summary>
public sealed class NoteSigner
{
    private readonly Ed25519PrivateKeyParameters _private;

    /// <summary>A signer of this name.</summary>
    /// <param name="name">Name of the key: not empty, no space, no plus.</param>
    /// <param name="seed">The private key: 32 bytes.</param>
    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        if (!VerifierKey.IsName(name)) throw new ArgumentException("The name of a key has no space and no plus.", nameof(name));
        _private = new Ed25519PrivateKeyParameters(seed);
        Key = VerifierKey.Of(name, _private.GeneratePublicKey().GetEncoded());
    }

    /// <summary>The public half.</summary>
    public VerifierKey Key { get; }

    /// <summary>The whole note: text, empty line, signature line.</summary>
    /// <param name="text">Ends in a line feed; it is part of what is signed.</param>
    /// <exception cref="ArgumentException">The text is not lines of characters from U+0020 on, or lacks the last line feed: no reader would take the note.</exception>
    public string Sign(string text) => $"{text}\n{SignatureLine(text)}";

    /// <summary>The signature line alone, with its line feed: a note may carry those of several keys.</summary>
    /// <param name="text">As in <see cref="Sign" />.</param>
    /// <exception cref="ArgumentException">As in <see cref="Sign" />.</exception>
    public string SignatureLine(string text)
    {
        if (!text.EndsWith('\n') || !NoteText.IsPlain(text)) throw new ArgumentException("A note is plain text that ends in a line feed.", nameof(text));
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _private);
        var message = Encoding.UTF8.GetBytes(text);
        signer.BlockUpdate(message, 0, message.Length);
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, Key.Id);
        return $"— {Key.Name} {Convert.ToBase64String([.. id, .. signer.GenerateSignature()])}\n";
    }
}
