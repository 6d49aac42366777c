using System.Security.Cryptography;
using System.Text.Json;

namespace Lotmark.Ledger.Embedded;

/// <summary>
/// Programs that come as npm packages, pinned by a lock file. They are installed once per lock file and user,
/// and shared by every data directory and clone.
/// </summary>
public sealed class PinnedTools
{
    private readonly string _root;

    private PinnedTools(string root) => _root = root;

    /// <summary>Installs what package.json and package-lock.json in this directory name, unless that was done before.</summary>
    /// <exception cref="StartupException">Node is missing or too old, or npm failed.</exception>
    /// <param name="packageDirectory">Where the two files are.</param>
    /// <param name="cache">Where to install.</param>
    /// <param name="say">Told before it takes long.</param>
    /// <param name="cancel">Ends it; what is half installed is done anew the next time.</param>
    public static async Task<PinnedTools> InstallAsync(string packageDirectory, string cache, Action<string> say, CancellationToken cancel)
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(packageDirectory, "package-lock.json"), cancel);
        var root = Path.Combine(Path.GetFullPath(cache), Convert.ToHexStringLower(SHA256.HashData(lockFile))[..16]);
        var done = Path.Combine(root, "installed");
        if (File.Exists(done)) return new(root);

        await RequireNodeAsync(cancel);
        DataDirectory.MakeDirectory(Path.GetDirectoryName(root)!);
        await using var turn = await TakeTurnAsync(root + ".lock", cancel);
        if (File.Exists(done)) return new(root);

        say("Installing the pinned tools (npm ci, once) …");
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
        DataDirectory.MakeDirectory(root);
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(packageDirectory, file), Path.Combine(root, file));
        var npm = ChildProcess.OnPath("npm") ?? throw NoNode();
        string[] npmCache = UserCache() is null ? ["--cache", Path.Combine(cache, "npm")] : []; // npm's own is in the home too
        var (exit, output) = await ChildProcess.RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", .. npmCache], root, null, cancel);
        if (exit != 0) throw new StartupException($"npm ci could not install the pinned tools in {root}: {LastLines(output)}");
        LinkLibraries(root);
        await File.WriteAllTextAsync(done, "", cancel);
        return new(root);
    }

    /// <summary>The path of a file in an installed package, or null where this platform has no such package.</summary>
    public string? Find(string package, string file)
    {
        var path = Path.Combine(_root, "node_modules", package, file);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Where node_modules is.</summary>
    public string Root => _root;

    /// <summary>Where this user's tools are kept, shared by all clones; null for a user without a home.</summary>
    public static string? UserCache()
    {
        // Programs that run as another user must be able to reach their files: root's home is closed to others.
        if (PosixCalls.IsRoot) return "/var/cache/lotmark/tools";
        try
        {
            return Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "lotmark", "tools");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static async Task RequireNodeAsync(CancellationToken cancel)
    {
        var node = ChildProcess.OnPath("node") ?? throw NoNode();
        var (_, version) = await ChildProcess.RunAsync(node, ["--version"], null, null, cancel);
        if (!Version.TryParse(version.TrimStart('v'), out var parsed) || parsed.Major < 20)
            throw new StartupException($"Node {version} is too old: install Node 20 or later with npm, or set ConnectionStrings:Ledger and Chain:RpcUrls.");
    }

    private static StartupException NoNode() =>
        new("Node with npm was not found: install Node 20 or later, or set ConnectionStrings:Ledger and Chain:RpcUrls to servers of your own.");

    // npm leaves symbolic links out of a package; the PostgreSQL one brings a list of those it wants.
    private static void LinkLibraries(string root)
    {
        foreach (var list in Directory.EnumerateFiles(root, "pg-symlinks.json", SearchOption.AllDirectories))
        {
            var package = Path.GetDirectoryName(Path.GetDirectoryName(list))!;
            foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web)!)
            {
                var at = Path.Combine(package, link.Target);
                if (!File.Exists(at)) File.CreateSymbolicLink(at, Path.GetFileName(link.Source));
            }
        }
    }

    private static async Task<FileStream> TakeTurnAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(200, cancel); // another process installs the same tools
            }
        }
    }

    private static string LastLines(string output) => string.Join(" / ", output.Split('\n').TakeLast(4));

    private sealed record Link(string Source, string Target);
}
