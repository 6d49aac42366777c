using System.Security.Cryptography;
using System.Text;

namespace Lotmark.Ledger.Embedded;

/// <summary>Where one Lotmark keeps what is its own: embedded database, dev chain, keys. One process at a time holds it.</summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;

    private DataDirectory(string root, FileStream held) => (Root, _lock) = (root, held);

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Takes the directory, making it first if need be.</summary>
    /// <exception cref="StartupException">Not writable, or held by another process.</exception>
    public static DataDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            MakeDirectory(root);
            File.WriteAllText(Path.Combine(root, ".writable"), "");
            File.Delete(Path.Combine(root, ".writable"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {root} can't be written: {e.Message} Choose another with --Lotmark:DataDirectory PATH.", e);
        }

        try
        {
            return new(root, new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new StartupException(
                $"Another Lotmark is running with the data directory {root}. Stop it, or start this one with --Lotmark:DataDirectory PATH.", e);
        }
    }

    /// <summary>The path of a file in here.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The content of a small file, or null.</summary>
    public string? Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)).Trim() : null;

    /// <summary>Writes a small file that only its owner may read, whole or not at all.</summary>
    public void WriteSecret(string name, string content) => SecretFile.Write(PathOf(name), content);

    /// <summary>
    /// A directory for a program that runs as <paramref name="user"/>: in here if that user can get in,
    /// else under /var/lib/lotmark, by a name that belongs to this data directory alone.
    /// </summary>
    internal string DirectoryFor(string? user, string name)
    {
        if (user is null || Reachable(Root)) return PathOf(name);
        var own = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..12];
        var outside = Path.Combine("/var/lib/lotmark", own);
        MakeDirectory(outside);
        return Path.Combine(outside, name);
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    internal static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Shared);
    }

    /// <summary>Whether any user may pass through every directory down to this one.</summary>
    internal static bool Reachable(string path)
    {
        for (var at = new DirectoryInfo(path); at is not null; at = at.Parent)
            if (!OperatingSystem.IsWindows() && at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        return true;
    }
}
