using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The inbox, and what rises in it.</summary>
internal static class SignalsDesk
{
    private const int PageLength = 50, LongestTitle = 200;
    private static readonly string[] Paging = ["after"];

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/inbox", (SightingStore store, TaskStore tasks, TracedPlaces places, HttpContext context, CancellationToken cancel) => ListAsync(context.Request.Query, null, store, tasks, places, context, cancel)).OpensDesk(Operation.ReadSignals);
        desk.MapPost("/inbox/{id:guid}/set-aside", SetAsideAsync).OpensDesk(Operation.SetSightingAside);
        desk.MapPost("/inbox/{id:guid}/task", TaskOfSightingAsync).OpensDesk(Operation.PublishTask);
        desk.MapPost("/signals/task", TaskOfWarningAsync).OpensDesk(Operation.PublishTask);
        desk.MapGet("/signals", ShowAsync).OpensDesk(Operation.ReadSignals);
    }

    private static async Task<IResult> ListAsync(IQueryCollection asked, InboxFault? fault, SightingStore store, TaskStore tasks, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        // What is open is what there is to do: the rest is shown when it is asked for.
        var query = asked.ContainsKey("open") ? asked : new QueryCollection(asked.Append(new("open", "true")).ToDictionary(q => q.Key, q => (StringValues)q.Value.ToString()));
        try
        {
            var filters = SightingFilters.Read(query, query["after"].ToString() is { Length: > 0 } after ? after : null, Paging);
            var found = await store.ListAsync(filters, PageLength + 1, cancel);
            var shown = found.Take(PageLength).ToList();
            return Page(fault?.Status ?? StatusCodes.Status200OK, ("Sightings", shown), ("Next", found.Count > PageLength ? ListFilters.CursorOf(shown[^1].At, shown[^1].Id) : null), ("Fault", fault),
                ("Tasks", await tasks.OfSightingsAsync([.. shown.Select(s => s.Id)], cancel)),
                ("Places", await places.LocationsAsync(shown.Select(s => s.Location).OfType<string>(), cancel)));
        }
        catch (InvalidRequestException e)
        {
            return Page(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }

        IResult Page(int status, params IEnumerable<(string Name, object? Value)> more) => DeskSetting.Of(context).Page<InboxPage>(status, more.Append(("Query", query)));
    }

    private static async Task<IResult> SetAsideAsync(Guid id, SightingStore store, TaskStore tasks, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
        var (to, command) = (DeskSetting.Within(form["to"]), new SetSightingAside { Reason = form["reason"].ToString().Trim() });
        new SetSightingAside.Validator().Check(command, errors, errors);
        var fault = errors.Any ? new InboxFault(StatusCodes.Status422UnprocessableEntity, errors, null)
            : await SetSightingAside.RunAsync(id, SignedInAccount.Of(context.User)!.Name, command.Reason, store, cancel) is { } refusal ? new(refusal.Status, null, refusal.Reason)
            : null;
        if (fault is null) return TypedResults.LocalRedirect(to.StartsWith("/inspect/inbox", StringComparison.Ordinal) ? to : "/inspect/inbox");
        // The list from which it was sent, with what is wrong above it.
        return await ListAsync(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(to.Contains('?', StringComparison.Ordinal) ? to[to.IndexOf('?', StringComparison.Ordinal)..] : "")), fault, store, tasks, places, context, cancel);
    }

    private static async Task<IResult> ShowAsync(ReadSignals read, TaskStore tasks, HttpContext context, CancellationToken cancel)
    {
        try
        {
            var board = await read.BoardAsync(read.DayOf(context.Request.Query), cancel);
            return DeskSetting.Of(context).Page<SignalsPage>(StatusCodes.Status200OK, ("Board", board), ("Tasks", await tasks.OfSignalsAsync(board.Warnings.Select(w => w.Key), cancel)));
        }
        catch (InvalidRequestException e)
        {
            return DeskSetting.Of(context).Page<SignalsPage>(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }
    }

    // With what is known; a second click leads to the same one.
    private static async Task<IResult> TaskOfSightingAsync(Guid id, SightingStore store, TaskPublication publication, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var say = DeskSetting.Of(context);
        if (await store.FindAsync(id, cancel) is not { } seen) return say.Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchSighting));
        var command = new PublishTask
        {
            Title = Short($"{SignalWords.Kind(seen.Kind, say)}: {SignalWords.Of(seen.Detail, say)}"),
            Kind = TaskWords.KindOf(seen.Kind),
            Gtin = seen.Gtin.Value,
            LotNumber = seen.LotNumber.Value,
            Location = seen.Location,
            City = seen.City,
            District = seen.District,
            Due = TasksDesk.UsualDue(clock),
            Sightings = [$"{seen.Id}"],
            Reports = seen.Detail.Report is { } report ? [$"{report}"] : [],
        };
        return TypedResults.LocalRedirect($"/inspect/tasks/{await publication.OnceAsync(seen, command, Doer.Of(context, clock), cancel)}");
    }

    private static async Task<IResult> TaskOfWarningAsync(ReadSignals read, SightingStore store, TaskPublication publication, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var (say, form) = (DeskSetting.Of(context), await context.Request.ReadFormAsync(cancel));
        var until = DateOnly.TryParseExact(form["until"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= ImportingCountryDay.Of(clock.GetUtcNow()) && day.Year >= 2000 ? day : ImportingCountryDay.Of(clock.GetUtcNow());
        var board = await read.BoardAsync(until, cancel);
        if (board.Warnings.FirstOrDefault(w => w.Key == form["key"].ToString()) is not { } warning) return say.Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchSighting));
        var told = await store.ListAsync(SightingFilters.Read(new QueryCollection(SignalWords.Seen(warning, board).ToDictionary(q => q.Key, q => (StringValues)q.Value)), null, []), PageLength, cancel);
        var command = new PublishTask
        {
            Title = Short($"{SignalWords.Kinds(warning.Kind, say)}: {SignalWords.Usual(warning, say)}"),
            Kind = TaskWords.KindOf(warning.Kind),
            Gtin = warning.Gtin?.Value,
            LotNumber = warning.LotNumber?.Value,
            City = warning.City,
            Due = TasksDesk.UsualDue(clock),
            Signal = warning.Key,
            Sightings = [.. told.Select(s => $"{s.Id}")],
            // Of a whole city no one lot's reports are meant.
            Reports = warning.Gtin is null ? [] : [.. told.Select(s => s.Detail.Report).OfType<Guid>().Select(r => $"{r}")],
        };
        return TypedResults.LocalRedirect($"/inspect/tasks/{await publication.OnceAsync(warning, command, Doer.Of(context, clock), cancel)}");
    }

    private static string Short(string title) => title.Length <= LongestTitle ? title : $"{title[..(LongestTitle - 1)]}…";
}

/// <summary>Why something was not set aside.</summary>
/// <param name="Status">HTTP status that says the same.</param>
/// <param name="Errors">What is wrong with the form.</param>
/// <param name="Reason">Why it could not be.</param>
public sealed record InboxFault(int Status, FieldErrors? Errors, Wording? Reason);
