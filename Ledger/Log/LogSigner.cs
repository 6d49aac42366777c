using System.Security.Cryptography;
using Lotmark.Contracts.Notes;

namespace Lotmark.Ledger.Log;

/// <summary>Signs checkpoints with the log's Ed25519 key.</summary>
public sealed class LogSigner
{
    private readonly byte[] _seed;

    private LogSigner(byte[] seed) => _seed = seed;

    /// <summary>The log this signs for, once it is known.</summary>
    public string Origin { get; set; } = "";

    /// <summary>The seed (32 bytes, base64) from a file, which is made at the first start.</summary>
    public static LogSigner FromFile(string path)
    {
        if (!File.Exists(path)) SecretFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Span<byte> seed = stackalloc byte[32];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), seed, out var length) && length == seed.Length
            ? new(seed.ToArray())
            : throw new StartupException($"{path} does not hold the log's key (32 bytes in base64): bring the file that belongs to this database.");
    }

    /// <summary>The verifier key under a name, in the form of signed notes.</summary>
    public string VerifierKey(string origin) => new NoteSigner(origin, _seed).Key.ToString();

    /// <summary>The signed note of a checkpoint.</summary>
    public string Sign(Checkpoint checkpoint) => new NoteSigner(Origin, _seed).Sign(checkpoint.Text);
}
