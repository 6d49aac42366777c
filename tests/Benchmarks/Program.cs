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
    case ["registration", .. var rest]:
        await RegistrationBenchmark.RunAsync(rest is [var rounds, ..] ? int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture) : 5, TimeSpan.FromSeconds(4));
        return 0;
    case ["bulk", .. var rest]:
        await BulkBenchmark.RunAsync(
            rest is [var lots, ..] ? int.Parse(lots, System.Globalization.CultureInfo.InvariantCulture) : 200_000,
            rest is [_, var large, ..] ? int.Parse(large, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["pages", .. var rest]:
        await PageBenchmark.RunAsync(rest is [var turns, ..] ? int.Parse(turns, System.Globalization.CultureInfo.InvariantCulture) : 5, TimeSpan.FromSeconds(3));
        return 0;
    case ["inspection", .. var rest]:
        await InspectionBenchmark.RunAsync(rest is [var many, ..] ? int.Parse(many, System.Globalization.CultureInfo.InvariantCulture) : 1_000_000);
        return 0;
    case ["bare-endpoint", var connection, var url]:
        await BareEndpoint.RunAsync(connection, url);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            Usage: dotnet run -c Release --project tests/Benchmarks -- sequencer [EVENTS]
                   dotnet run -c Release --project tests/Benchmarks -- audit [LEAVES]
                   dotnet run -c Release --project tests/Benchmarks -- temperatures [READINGS]
                   dotnet run -c Release --project tests/Benchmarks -- registration [ROUNDS]
                   dotnet run -c Release --project tests/Benchmarks -- bulk [LOTS [LARGE]]
                   dotnet run -c Release --project tests/Benchmarks -- pages [ROUNDS]
                   dotnet run -c Release --project tests/Benchmarks -- inspection [LOTS]

              sequencer   gives a backlog of EVENTS events (1,000,000 if left out), each of a lot of its own, their leaves; then makes an
                          epoch over all lots, and one over a tenth of them. On a PostgreSQL of its own, with durable commits.
              audit       audits a tenth of LEAVES leaves (1,000,000 if left out), then all of them, with the command that operators run.
              temperatures  imports batches of 100,000 readings through the API and by a bare COPY, in turns; then charts lots among READINGS readings
                          (10,000,000 if left out).
              registration  registers single lots over 32 and 128 connections, in ROUNDS turns (5 if left out) of four seconds with a bare endpoint that stores
                          the same bytes with Npgsql, a transaction each and sharing transactions.
              bulk        imports files of LOTS lots (200,000 if left out) as CSV and NDJSON, in turns with a binary COPY of the rows that they left; then a
                          file of LARGE lots (1,000,000 if left out), and tells how much memory the service took.
              pages       reads lot pages over 32 connections, in ROUNDS turns (5 if left out) of three seconds: kept ones with a fixed page of the same length,
                          known ones with a bare 304 (these four by wrk), first views with a page written by hand from the database.
              inspection  records LOTS lots (1,000,000 if left out) of five events each by the path of bulk imports, and 12,000 repacked ones; then searches, traces
                          and exports through the API, in turns with plain SQL.
            """);
        return 2;
}
