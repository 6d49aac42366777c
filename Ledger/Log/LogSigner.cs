using System.Security.Cryptography;
using Lotmark.Contracts.Notes;

namespace Lotmark.Ledger.Log;

/// <summary>Signs checkpoints with the log's Ed25519 keys: one, and while a key is changed two, the newer and the older.</summary>
public sealed class LogSigner
{
    /// <summary>Name of the key file in the data directory.</summary>
    public const string FileName = "log.key";

    private const int SeedBytes = 32;

    private readonly IReadOnlyList<byte[]> _seeds;

    private LogSigner(IReadOnlyList<byte[]> seeds) => _seeds = seeds;

    /// <summary>The log this signs for, once it is known.</summary>
    public string Origin { get; set; } = "";

    /// <summary>The seeds (32 bytes, base64, a line each, newest first) from a file, which is made at the first start.</summary>
    public static LogSigner FromFile(string path)
    {
        if (!File.Exists(path)) SecretFile.Write(path, NewSeed());
        var seeds = File.ReadAllLines(path).Where(line => line.Length > 0).Select(Seed).ToList();
        return seeds.Count > 0 && seeds.TrueForAll(s => s is not null)
            ? new(seeds!)
            : throw new StartupException($"{path} does not hold the log's key (32 bytes in base64): bring the file that belongs to this database.");
    }

    /// <summary>A seed as it stands in the file.</summary>
    internal static string NewSeed() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SeedBytes));

    /// <summary>The verifier keys under a name, newest first, in the form of signed notes.</summary>
    public IReadOnlyList<string> VerifierKeys(string origin) => [.. _seeds.Select(seed => new NoteSigner(origin, seed).Key.ToString())];

    /// <summary>The signed note of a checkpoint, with a line of each key.</summary>
    public string Sign(Checkpoint checkpoint) => Sign(checkpoint.Text, VerifierKeys(Origin));

    /// <summary>A text signed by some of the keys.</summary>
    public string Sign(string text, IReadOnlyCollection<string> verifierKeys)
    {
        var signers = _seeds.Select(seed => new NoteSigner(Origin, seed)).Where(s => verifierKeys.Contains(s.Key.ToString()));
        return $"{text}\n{string.Concat(signers.Select(s => s.SignatureLine(text)))}";
    }

    private static byte[]? Seed(string line)
    {
        var seed = new byte[SeedBytes];
        return Convert.TryFromBase64String(line.Trim(), seed, out var length) && length == SeedBytes ? seed : null;
    }
}
