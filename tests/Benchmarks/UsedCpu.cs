using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Lotmark.Benchmarks;

/// <summary>Processor time that the service and its PostgreSQL have used so far, all sessions together.</summary>
internal readonly record struct UsedCpu(double Service, double PostgreSql)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux

    public static async Task<UsedCpu> OfAsync(Process service, NpgsqlDataSource database)
    {
        service.Refresh();
        await using var command = database.CreateCommand("select pg_backend_pid()");
        var server = Fields((int)(await command.ExecuteScalarAsync())!)[1];
        var sessions = Process.GetProcesses().Select(p => Fields(p.Id)).Where(f => f.Length > 0 && f[1] == server).Sum(f => Ticks(f, 11) + Ticks(f, 12));
        var ended = Fields(int.Parse(server, CultureInfo.InvariantCulture));
        return new(service.TotalProcessorTime.TotalSeconds, (sessions + Ticks(ended, 13) + Ticks(ended, 14)) / TicksPerSecond);
    }

    public static UsedCpu operator -(UsedCpu later, UsedCpu earlier) => new(later.Service - earlier.Service, later.PostgreSql - earlier.PostgreSql);

    /// <summary>A lot's share.</summary>
    public string Each(int lots) => string.Create(CultureInfo.InvariantCulture, $"processor time a lot: service {Service * 1e6 / lots:N0} µs, PostgreSQL {PostgreSql * 1e6 / lots:N0} µs");

    private static long Ticks(string[] fields, int field) => fields.Length == 0 ? 0 : long.Parse(fields[field], CultureInfo.InvariantCulture);

    // proc(5), from the third field on: state, parent …; the second, the name, may hold spaces.
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return []; // ended meanwhile, or this is no Linux
        }
    }
}
