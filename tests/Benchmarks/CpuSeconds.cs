using System.Diagnostics;
using System.Globalization;

namespace Lotmark.Benchmarks;

/// <summary>Processor time used so far: of this process, and of the leader's PostgreSQL session. It tells costs apart from what else the machine does.</summary>
internal readonly record struct CpuSeconds(double Service, double PostgreSql)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux

    public static async Task<CpuSeconds> OfAsync(BenchmarkLedger ledger)
    {
        using var own = Process.GetCurrentProcess();
        var leader = await ledger.AskAsync<int>("select coalesce(min(pid), 0) from pg_locks where locktype = 'advisory'");
        return new(own.TotalProcessorTime.TotalSeconds, leader == 0 ? 0 : await OfProcessAsync(leader));
    }

    public static CpuSeconds operator -(CpuSeconds later, CpuSeconds earlier) => new(later.Service - earlier.Service, later.PostgreSql - earlier.PostgreSql);

    // proc(5): utime and stime are the 14th and 15th fields; the second, the name, may hold spaces.
    private static async Task<double> OfProcessAsync(int id)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var stat = await File.ReadAllTextAsync($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
