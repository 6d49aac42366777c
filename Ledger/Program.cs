using Lotmark.Contracts.Chain;
using Lotmark.Ledger;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Alarms;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Inspection.Audit;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.LotPages;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.Samples;
using Lotmark.Ledger.Telemetry;
using Lotmark.Ledger.Verify;
using Lotmark.Scanner;

if (args is ["verify", .. var toVerify]) return await VerifyCommand.RunAsync(toVerify, Console.Out);
if (args is ["rotate-key", .. var toRotate]) return await RotateKeyCommand.RunAsync(toRotate, Console.Out);
if (args is ["audit", .. var toAudit]) return await AuditStart.RunAsync(toAudit);
if (args is ["deploy", .. var toDeploy]) return await DeployCommand.RunAsync(toDeploy, Console.Out);

try
{
    using var interruption = new Interruption();
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.ListenAsSet();
    var settings = Settings.From(builder.Configuration);
    await using var machine = EmbeddedMachine.Start(builder.Configuration, settings, Console.WriteLine, interruption.Token);

    builder.AddStorage();
    builder.AddRequests(settings);
    builder.AddTelemetry();
    builder.AddAlarms();
    builder.AddAccess(settings);
    builder.AddLots();
    builder.AddDocuments(settings);
    builder.AddColdChain();
    builder.AddLog(settings);
    builder.AddAnchoring(settings);
    builder.AddAudit(settings);
    builder.AddLotPages();
    builder.AddSamples();
    if (settings.Scanner) builder.Services.AddScanner(_ => settings.PublicUrl);

    await using var app = builder.Build();
    app.UseRequests();
    app.MapTelemetry();
    if (settings.Api)
    {
        app.MapLots();
        app.MapDocuments();
        app.MapColdChain();
        app.MapLog();
        app.MapAnchoring();
        app.MapOpenApi();
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
catch (StartupException e)
{
    await Console.Error.WriteLineAsync($"lotmark: {e.Message}");
    return 1;
}
catch (Exception e) when (e is IOException or ChainFaultException) // what a server can't bind to, what a chain refuses
{
    await Console.Error.WriteLineAsync($"lotmark: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130; // interrupted while starting; everything is stopped again
}
