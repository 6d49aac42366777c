using Lotmark.Ledger.Access;
using Lotmark.Ledger.Alarms;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Inspection.Audit;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Whether nobody has changed the past: the log, its checkpoints and anchors, the last audit and its result, what stands out. And one audit at once.</summary>
internal static class Integrity
{
    private const int AnchorsShown = 10;

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/integrity", HandleAsync).OpensDesk(Operation.UseDesk);
        desk.MapPost("/integrity/audit", async (AuditJournal audit, TimeProvider clock, CancellationToken cancel) =>
        {
            await audit.AskAsync(clock.GetUtcNow(), cancel);
            return TypedResults.LocalRedirect("/inspect/integrity");
        }).OpensDesk(Operation.UseDesk);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, NpgsqlDataSource database, AnchorReader anchors, AuditJournal audit, AlarmBoard alarms, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            select (select size from log.state), c.size, c.signed_at, (select at from lotmark.audit_asked) from (select size, signed_at from log.checkpoint order by size desc limit 1) c
            """);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var known = await row.ReadAsync(cancel);
        return DeskSetting.Of(context).Page<IntegrityPage>(StatusCodes.Status200OK,
            ("Size", known ? row.GetInt64(0) : 0L), ("CheckpointSize", known ? row.GetInt64(1) : null), ("SignedAt", known ? row.GetFieldValue<DateTimeOffset>(2) : null),
            ("Asked", known && !row.IsDBNull(3) ? row.GetFieldValue<DateTimeOffset>(3) : null),
            ("Anchors", await anchors.NewestAsync(AnchorsShown, cancel)), ("Audit", await audit.ReadAsync(cancel)), ("Alarms", alarms.Standing));
    }
}
