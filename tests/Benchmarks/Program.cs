using Lotmark.Benchmarks;

switch (args)
{
    case ["sequencer", .. var rest]:
        await SequencerBenchmark.RunAsync(rest is [var events, ..] ? int.Parse(events, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["audit", .. var rest]:
        await AuditBenchmark.RunAsync(rest is [var leaves, ..] ? int.Parse(leaves, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["temperatures", .. var rest]:
        await TemperatureBenchmark.RunAsync(rest is [var readings, ..] ? int.Parse(readings, System.Globalization.CultureInfo.InvariantCulture) : 10_000_000);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            Usage: dotnet run -c Release --project tests/Benchmarks -- sequencer [EVENTS]
                   dotnet run -c Release --project tests/Benchmarks -- audit [LEAVES]
                   dotnet run -c Release --project tests/Benchmarks -- temperatures [READINGS]

              sequencer   gives a backlog of EVENTS events (1,000,000 if left out), each of a lot of its own, their leaves; then makes an
                          epoch over all lots, and one over a tenth of them. On a PostgreSQL of its own, with durable commits.
              audit       audits a tenth of LEAVES leaves (1,000,000 if left out), then all of them, with the command that operators run.
              temperatures  imports batches of 100,000 readings through the API and by a bare COPY, in turns; then charts lots among READINGS readings
                          (10,000,000 if left out).
            """);
        return 2;
}
