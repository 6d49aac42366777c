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
        if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || c == '+')) throw new ArgumentException("The name of a key has no space and no plus.", nameof(name));
        _private = new Ed25519PrivateKeyParameters(seed);
        Key = VerifierKey.Of(name, _private.GeneratePublicKey().GetEncoded());
    }

    /// <summary>The public half.</summary>
    public VerifierKey Key { get; }

    /// <summary>The whole note: text, empty line, signature line.</summary>
    /// <param name="text">Ends in a line feed; it is part of what is signed.</param>
    public string Sign(string text)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _private);
        var message = Encoding.UTF8.GetBytes(text);
        signer.BlockUpdate(message, 0, message.Length);
        var id = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, Key.Id);
        return $"{text}\n— {Key.Name} {Convert.ToBase64String([.. id, .. signer.GenerateSignature()])}\n";
    }
}
