using System.Diagnostics;
using System.Globalization;
using Lotmark.Ledger.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lotmark.Benchmarks;

/// <summary>How fast a backlog becomes leaves, tiles and signed checkpoints, all durable; whether time and memory stay flat; what an epoch costs.</summary>
internal static class SequencerBenchmark
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(int events)
    {
        await using var ledger = await BenchmarkLedger.StartAsync();
        Say($"Writing a backlog of {events:N0} events …");
        await Backlog.AddAsync(ledger, 0, events);
        foreach (var tidy in (string[])["vacuum analyze lotmark.mt_events", "vacuum analyze log.pending", "checkpoint"]) await ledger.ExecuteAsync(tidy);
        Say($"One entry has {await ledger.AskAsync<decimal>("select round(avg(length(data::text))) from (select data from lotmark.mt_events limit 1000) e"):N0} bytes of JSON.");

        var sequencer = ledger.Services.GetServices<IHostedService>().OfType<Sequencer>().Single();
        await sequencer.StartAsync(CancellationToken.None);
        await SequenceAsync(ledger, events);
        await EpochAsync(ledger, "every lot");

        await Backlog.AddAsync(ledger, 0, events / 10);
        await SequenceAsync(ledger, events + events / 10 + 1);
        await EpochAsync(ledger, $"{events / 10:N0} lots of {events:N0}");
        await sequencer.StopAsync(CancellationToken.None);
    }

    private static async Task SequenceAsync(BenchmarkLedger ledger, long end)
    {
        var (started, from) = (Stopwatch.StartNew(), await SizeAsync(ledger));
        var cpu = await CpuSeconds.OfAsync(ledger);
        var (partStarted, partFrom, part) = (Stopwatch.StartNew(), from, Math.Max(1, (end - from) / 10));
        for (var size = from; size < end; size = await SizeAsync(ledger))
        {
            if (size - partFrom >= part)
            {
                Say($"  {size,10:N0} leaves   {(size - partFrom) / partStarted.Elapsed.TotalSeconds,8:N0} events/s   {Memory()}");
                (partFrom, partStarted) = (size, Stopwatch.StartNew());
            }
            await Task.Delay(Look);
        }
        var used = await CpuSeconds.OfAsync(ledger) - cpu;
        Say($"{end - from:N0} events sequenced in {started.Elapsed.TotalSeconds:N1} s: {(end - from) / started.Elapsed.TotalSeconds:N0} events/s. {Memory()}");
        Say($"  processor time an event: service {used.Service * 1e6 / (end - from):N1} µs, PostgreSQL {used.PostgreSql * 1e6 / (end - from):N1} µs");
    }

    private static async Task EpochAsync(BenchmarkLedger ledger, string what)
    {
        var log = ledger.Services.GetRequiredService<LogReader>();
        var before = (await log.LatestEpochAsync(CancellationToken.None))?.Size ?? 0;
        var cpu = await CpuSeconds.OfAsync(ledger);
        var started = Stopwatch.StartNew();
        await log.WantEpochAsync(CancellationToken.None);
        while (((await log.LatestEpochAsync(CancellationToken.None))?.Size ?? 0) == before) await Task.Delay(Look);
        var used = await CpuSeconds.OfAsync(ledger) - cpu;
        Say($"Epoch over {what}: {started.Elapsed.TotalSeconds:N1} s (processor: service {used.Service:N1} s, PostgreSQL {used.PostgreSql:N1} s). {Memory()}");
    }

    private static Task<long> SizeAsync(BenchmarkLedger ledger) => ledger.AskAsync<long>("select coalesce(max(size), 0) from log.checkpoint");

    private static string Memory()
    {
        using var own = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"memory {own.WorkingSet64 / 1048576:N0} MiB, heap {GC.GetTotalMemory(forceFullCollection: false) / 1048576:N0} MiB");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
