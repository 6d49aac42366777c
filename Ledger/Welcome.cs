using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Samples;
using Lotmark.Scanner.Labels;

namespace Lotmark.Ledger;

/// <summary>What somebody sees who has just started an embedded ledger.</summary>
public static class Welcome
{
    /// <summary>Prints it: one screen.</summary>
    public static void PrintWelcome(this WebApplication app, EmbeddedMachine machine, Settings settings, TextWriter terminal)
    {
        if (!machine.HasDatabase) return;
        var address = app.Services.GetRequiredService<PublicAddress>();
        var sample = app.Services.GetRequiredService<LotLinks>().Of(SampleLots.Shown);
        terminal.WriteLine($"""

              Lotmark is running.

              Pages and API   {address.Url}
              Data and keys   {settings.DataDirectory} (admin.key, importer.key, inspector.key, connection-string)
              Inspectors      {address.Url}/inspect, account {FirstAccount.Name}, first password in {settings.PathOf(FirstAccount.File)}
              Dev chain       {machine.RpcUrl ?? app.Configuration["Chain:RpcUrls:0"]}, contract {app.Configuration["Chain:Contract"]}
              A lot page      {sample.Page}
              Its history     curl -H "Authorization: Bearer $(cat {settings.PathOf("inspector.key")})" {sample.History}

            {TerminalQr.Render(sample.Page)}
              Ctrl-C stops everything that was started here.

            """);
    }
}
