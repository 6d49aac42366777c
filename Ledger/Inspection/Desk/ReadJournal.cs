using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Journal;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>What inspectors looked up and did, for supervisors.</summary>
internal static class ReadJournal
{
    private const int PageLength = 100;

    public static void Map(IEndpointRouteBuilder desk) => desk.MapGet("/journal", HandleAsync).OpensDesk(Operation.ManageAccounts);

    private static async Task<IResult> HandleAsync(string? who, string? before, HttpContext context, LookUps journal, CancellationToken cancel)
    {
        var from = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var found = await journal.ListAsync(who, from, PageLength + 1, cancel);
        return DeskSetting.Of(context).Page<JournalPage>(StatusCodes.Status200OK,
            ("LookUps", found.Take(PageLength).ToList()), ("Who", who), ("Next", found.Count > PageLength ? found[PageLength - 1].Id : null));
    }
}
