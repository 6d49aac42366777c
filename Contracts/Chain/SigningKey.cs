using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Contracts.Chain;

/// <summary>The private key of an account.</summary>
public sealed class SigningKey
{
    // The first accounts of the mnemonic that every dev chain starts with. Whoever pays into them elsewhere is robbed within seconds.
    internal static readonly EthereumAddress[] KnownToAll =
    [
        .. new[]
        {
            "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
            "0x90F79bf6EB2c4f870365E785982E1f101E93b906", "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65", "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc",
            "0x976EA74026E726554dB657fA54763abd0C3a0aa9", "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955", "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
            "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720",
        }.Select(EthereumAddress.Parse),
    ];

    private readonly byte[] _key;

    private SigningKey(byte[] key)
    {
        _key = key;
        Account = EthereumAddress.OfPublicKey(Secp256k1.PublicKey(key));
    }

    /// <summary>Chain id of dev chains, the only one where keys known to all may sign.</summary>
    public const long DevChainId = 31337;

    /// <summary>First account of dev chains: owns the contract there.</summary>
    public static SigningKey DevOwner => new(Convert.FromHexString("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"));

    /// <summary>Second account of dev chains: anchors there.</summary>
    public static SigningKey DevOperator => new(Convert.FromHexString("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d"));

    /// <summary>Address of the account, in the mixed case of EIP-55.</summary>
    public string Address => Account.ToString();

    internal EthereumAddress Account { get; }

    /// <summary>A key from its bytes, which are copied.</summary>
    /// <exception cref="FormatException">Not 32 bytes, zero, or not below the order of the curve.</exception>
    public static SigningKey FromBytes(ReadOnlySpan<byte> key) =>
        Secp256k1.IsKey(key) ? new(key.ToArray()) : throw new FormatException("A private key of secp256k1 has 32 bytes and lies between zero and the order of the curve.");

    /// <summary>A key from a file: a V3 keystore, or 64 hex digits with or without 0x.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Of the keystore; a raw key has none.</param>
    /// <exception cref="FormatException">No key can be read from it, or the password is wrong. The message tells nothing of the content.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static SigningKey FromFile(string path, string? password)
    {
        var content = File.ReadAllBytes(path);
        var key = Array.Empty<byte>();
        try
        {
            key = content.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
                ? V3Keystore.Decrypt(content, password ?? throw new FormatException("The key file is a keystore: it needs its password."))
                : Raw(content);
            return FromBytes(key);
        }
        catch (FormatException e)
        {
            throw new FormatException($"No key can be read from {path}: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal RecoverableSignature Sign(byte[] hash) => Secp256k1.Sign(_key, hash);

    /// <exception cref="ArgumentException">The whole world has this key, and the chain is not a dev chain.</exception>
    internal void EnsureSecretOn(long chainId)
    {
        if (chainId != DevChainId && KnownToAll.Contains(Account))
            throw new ArgumentException($"The key of {Address} is published with every dev chain; it does not sign on chain {chainId}.");
    }

    private static byte[] Raw(byte[] content)
    {
        var digits = Encoding.ASCII.GetString(content).Trim();
        if (digits.StartsWith("0x", StringComparison.Ordinal)) digits = digits[2..];
        if (digits.Length != 2 * Secp256k1.KeySize || !digits.All(char.IsAsciiHexDigit)) throw new FormatException("it is neither a keystore nor 64 hex digits.");
        return Convert.FromHexString(digits);
    }
}
