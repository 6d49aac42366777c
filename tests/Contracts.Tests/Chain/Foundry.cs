using System.Diagnostics;

namespace Lotmark.Contracts.Tests.Chain;

/// <summary>Programs of the Foundry tools, pinned by a lock file of this repository and installed from it at the first use.</summary>
internal static class Foundry
{
    private static readonly Lazy<string> Installed = new(Install);

    /// <summary>Where a program lies: named by LOTMARK_ANVIL or LOTMARK_CAST, else the pinned one, else on PATH.</summary>
    public static string Find(string program)
    {
        if (Environment.GetEnvironmentVariable($"LOTMARK_{program.ToUpperInvariant()}") is { Length: > 0 } named) return named;
        var pinned = Path.Combine(Installed.Value, "node_modules", "@foundry-rs", $"{program}-linux-amd64", "bin", program);
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program));
        return onPath.Prepend(pinned).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"These tests need {program}, which npm did not bring for this machine: put it on PATH or name it in LOTMARK_{program.ToUpperInvariant()}.");
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static string Run(string file, string? folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{Path.GetFileName(file)} {arguments[0]} failed: {errors.Result}");
    }

    private static string Install()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Lotmark.slnx"))) root = root.Parent;
        var folder = Path.Combine(root?.FullName ?? throw new InvalidOperationException("The tests don't run inside the repository."), "Contracts", "Solidity");
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            Run("npm", folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            File.SetLastWriteTimeUtc(installed.FullName, DateTime.UtcNow);
        }
        return folder;
    }
}
