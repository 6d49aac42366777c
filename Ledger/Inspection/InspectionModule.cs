using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Inspection.Trace;

namespace Lotmark.Ledger.Inspection;

/// <summary>What authorities work with: for programs, and as pages for people.</summary>
public static class InspectionModule
{
    /// <summary>Serves it.</summary>
    public static void MapInspection(this IEndpointRouteBuilder app)
    {
        app.MapTrace();
        app.MapRecalls();
        app.MapSignals();
        app.MapTasks();
        app.MapDesk();
    }
}
