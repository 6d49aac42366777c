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
        var seed = Convert.FromBase64String(File.ReadAllText(path).Trim());
        return seed.Length == 32 ? new(seed) : throw new LogKeyMismatchException($"{path} does not hold a log key (32 bytes in base64).");
    }

    /// <summary>The verifier key under a name, in the form of signed notes.</summary>
    public string VerifierKey(string origin) => new NoteSigner(origin, _seed).Key.ToString();

    /// <summary>The signed note of a checkpoint.</summary>
    public string Sign(Checkpoint checkpoint) => new NoteSigner(Origin, _seed).Sign(checkpoint.Text);
}
