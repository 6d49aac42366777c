using System.Diagnostics;

namespace Lotmark.Ledger.Embedded;

/// <summary>Runs programs: to their end, or beside us until told to stop.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end. Output and error are returned as one text.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string? directory, string? user, CancellationToken cancel)
    {
        using var process = Process.Start(StartInfo(program, arguments, directory, user))
            ?? throw new StartupException($"{program} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <summary>Starts a program that stays. What it says is read and dropped, so that it never waits for a reader.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(StartInfo(program, arguments, null, null)) ?? throw new StartupException($"{program} could not be started.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Asks a process to end and waits; kills it when it hasn't after ten seconds.</summary>
    public static async Task StopAsync(Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill();
        else PosixCalls.Signal(process.Id, PosixCalls.SigTerm);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The first program of this name on PATH, or null.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => OperatingSystem.IsWindows()
            ? new[] { Path.Combine(folder, program + ".exe"), Path.Combine(folder, program + ".cmd") }
            : [Path.Combine(folder, program)])
        .FirstOrDefault(File.Exists);

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string? directory, string? user)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Path.GetPathRoot(Environment.CurrentDirectory)!,
        };
        if (user is not null) info.UserName = user;
        return info;
    }
}
