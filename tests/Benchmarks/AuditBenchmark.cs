using System.Diagnostics;
using System.Globalization;
using Lotmark.Ledger.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lotmark.Benchmarks;

/// <summary>How long the audit of a ledger takes, and how much memory: as a process of its own, as operators run it.</summary>
internal static class AuditBenchmark
{
    private const int Epochs = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(int leaves)
    {
        await using var ledger = await BenchmarkLedger.StartAsync();
        var sequencer = ledger.Services.GetServices<IHostedService>().OfType<Sequencer>().Single();
        await sequencer.StartAsync(CancellationToken.None);
        var lots = 0;
        foreach (var size in (int[])[leaves / 10, leaves])
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Writing and sequencing {size:N0} events …"));
            for (var (epoch, first) = (1, lots); epoch <= Epochs; epoch++) await GrowAsync(ledger, lots, lots = first + (int)((long)(size - first) * epoch / Epochs));
            await ledger.ExecuteAsync("vacuum analyze");
            await AuditAsync(ledger);
        }
        await sequencer.StopAsync(CancellationToken.None);
    }

    private static async Task GrowAsync(BenchmarkLedger ledger, int from, int to)
    {
        await Backlog.AddAsync(ledger, from, to);
        while (await ledger.AskAsync<bool>("select exists (select from log.pending)")) await Task.Delay(Look);
        var log = ledger.Services.GetRequiredService<LogReader>();
        var before = (await log.LatestEpochAsync(CancellationToken.None))?.Size ?? 0;
        await log.WantEpochAsync(CancellationToken.None);
        while (((await log.LatestEpochAsync(CancellationToken.None))?.Size ?? 0) == before) await Task.Delay(Look);
    }

    private static async Task AuditAsync(BenchmarkLedger ledger)
    {
        using var audit = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Ledger.dll"), "audit", "--ConnectionStrings:Ledger", ledger.ConnectionString, "--Lotmark:DataDirectory", AppContext.BaseDirectory]))!;
        var (watch, peak, processor) = (Stopwatch.StartNew(), 0L, TimeSpan.Zero);
        for (; !audit.HasExited; await Task.Delay(Look))
        {
            audit.Refresh();
            (peak, processor) = (Math.Max(peak, audit.WorkingSet64), audit.TotalProcessorTime);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Exit code {audit.ExitCode} (3: no chain was asked), {watch.Elapsed.TotalSeconds:N1} s, processor {processor.TotalSeconds:N1} s, most memory {peak / 1048576:N0} MiB"));
    }
}
