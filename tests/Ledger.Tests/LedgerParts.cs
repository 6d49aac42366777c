using Lotmark.Ledger.Access;
using Lotmark.Ledger.Alarms;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Inspection.Audit;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace Lotmark.Ledger.Tests;

/// <summary>The product's parts without its server, for what tests and benchmarks do beside a running process.</summary>
internal static class LedgerParts
{
    /// <summary>Adds what <c>Program.cs</c> adds below the pages.</summary>
    public static Settings AddLedger(this WebApplicationBuilder builder)
    {
        var settings = Settings.From(builder.Configuration);
        builder.AddStorage();
        builder.AddRequests(settings);
        builder.AddTelemetry();
        builder.AddAlarms();
        builder.AddAccess(settings);
        builder.AddLots(settings);
        builder.AddDocuments(settings);
        builder.AddCustody();
        builder.AddColdChain();
        builder.AddHolds();
        builder.AddLog(settings);
        builder.AddAnchoring(settings);
        builder.AddAudit(settings);
        return settings;
    }
}
