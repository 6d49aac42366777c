using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Lotmark.Ledger.Embedded;

/// <summary>The few calls of POSIX that .NET has no word for.</summary>
internal static partial class PosixCalls
{
    public const int SigTerm = 15;

    public static bool IsRoot => !OperatingSystem.IsWindows() && GetEffectiveUserId() == 0;

    public static void Signal(int processId, int signal) => _ = Kill(processId, signal); // gone already: what was wanted

    public static void GiveTo(string user, string path)
    {
        var (uid, gid) = Account(user) ?? throw new StartupException($"There is no user '{user}' on this machine to own {path}.");
        if (ChangeOwner(path, uid, gid) != 0)
            throw new StartupException($"{path} can't be given to the user '{user}'.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    /// <summary>User and group number of an account in /etc/passwd; null if there is none.</summary>
    public static (uint Uid, uint Gid)? Account(string user) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3 && fields[0] == user)
            .Select(fields => ((uint, uint)?)(Number(fields[2]), Number(fields[3]))).FirstOrDefault();

    private static uint Number(string digits) => uint.Parse(digits, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint uid, uint gid);
}
