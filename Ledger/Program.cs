using Lotmark.Ledger;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Description;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Inspection;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Journal;
using Lotmark.Ledger.Interchange;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.LotPages;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.Samples;
using Lotmark.Ledger.Serials;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Ledger.Telemetry;
using Lotmark.Scanner;

if (await Commands.RunAsync(args) is { } exitCode) return exitCode;

try
{
    using var interruption = new Interruption();
    var builder = SettingSources.Builder(args);
    builder.ListenAsSet();
    var settings = Settings.From(builder.Configuration);
    await using var machine = EmbeddedMachine.Start(builder.Configuration, settings, Console.WriteLine, interruption.Token);

    builder.AddLedger(settings);
    builder.AddLotPages(settings);
    builder.AddSamples();
    builder.AddDescription();
    builder.AddDesk(settings);
    builder.AddInterchange();
    if (settings.Scanner) builder.Services.AddScanner(_ => settings.PublicUrl);

    await using var app = builder.Build();
    app.UseSecureTransport(settings);
    if (settings.Scanner) app.UseKeptPages();
    app.UseRequests();
    app.UseJournal();
    app.MapTelemetry();
    if (settings.Api)
    {
        app.MapAccess();
        app.MapLots();
        app.MapDocuments();
        app.MapCustody();
        app.MapColdChain();
        app.MapHolds();
        app.MapInspection();
        app.MapSerials();
        app.MapShopperReports();
        app.MapInterchange();
        app.MapLog();
        app.MapAnchoring();
        app.MapDescription();
    }
    if (settings.Scanner) app.MapScanner();

    await machine.ReadyAsync(app.Configuration, app.Lifetime.ApplicationStopping);
    await app.PrepareAsync(machine, settings, Console.WriteLine, interruption.Token);
    await app.StartAsync(interruption.Token);
    interruption.Dispose(); // from here on the host listens for signals
    app.PrintWelcome(machine, settings, Console.Out);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (FailedStart.ExitCodeOf(e) is { } failed)
{
    if (e is not OperationCanceledException) await Console.Error.WriteLineAsync($"lotmark: {e.Message}");
    return failed;
}
