using Lotmark.Ledger.Access;
using Lotmark.Ledger.Alarms;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Holds;
using Lotmark.Ledger.Inspection.Audit;
using Lotmark.Ledger.Inspection.Journal;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Interchange.Bulk;
using Lotmark.Ledger.Interchange.Webhooks;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.Serials;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Ledger.Telemetry;

namespace Lotmark.Ledger;

/// <summary>The ledger without its pages and samples: for its server, and for whoever works beside it on the same database.</summary>
public static class LedgerParts
{
    /// <summary>Adds them.</summary>
    public static void AddLedger(this WebApplicationBuilder builder, Settings settings)
    {
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
        builder.AddTrace();
        builder.AddJournal();
        builder.AddRecalls(settings);
        builder.AddSerials(settings);
        builder.AddShopperReports(settings);
        builder.AddSignals(settings);
        builder.AddTasks();
        builder.AddBulk();
        builder.AddLog(settings);
        builder.AddAnchoring(settings);
        builder.AddAudit(settings);
        builder.AddWebhooks(settings);
    }
}
