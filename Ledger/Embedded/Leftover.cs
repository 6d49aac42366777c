using System.Diagnostics;

namespace Lotmark.Ledger.Embedded;

/// <summary>Processes that outlived a killed Lotmark.</summary>
internal static class Leftover
{
    /// <summary>Whether this process number still belongs to a program that works on this path.</summary>
    public static bool IsOurs(int processId, string path)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains(path, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Ends a leftover whose number a file tells, and waits until it is gone.</summary>
    public static async Task EndAsync(string? processId, string path)
    {
        if (!int.TryParse(processId, out var pid) || !IsOurs(pid, path)) return;
        using var process = Process.GetProcessById(pid);
        await ChildProcess.StopAsync(process);
    }
}
