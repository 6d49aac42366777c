using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>The inbox, and what rises in it.</summary>
internal static class SignalsDesk
{
    private const int PageLength = 50;
    private static readonly string[] Paging = ["after"];

    public static void Map(IEndpointRouteBuilder desk)
    {
        desk.MapGet("/inbox", (SightingStore store, TracedPlaces places, HttpContext context, CancellationToken cancel) => ListAsync(context.Request.Query, null, store, places, context, cancel)).OpensDesk(Operation.ReadSignals);
        desk.MapPost("/inbox/{id:guid}/set-aside", SetAsideAsync).OpensDesk(Operation.SetSightingAside);
        desk.MapGet("/signals", ShowAsync).OpensDesk(Operation.ReadSignals);
    }

    private static async Task<IResult> ListAsync(IQueryCollection asked, InboxFault? fault, SightingStore store, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        // What is open is what there is to do: the rest is shown when it is asked for.
        var query = asked.ContainsKey("open") ? asked : new QueryCollection(asked.Append(new("open", "true")).ToDictionary(q => q.Key, q => (StringValues)q.Value.ToString()));
        try
        {
            var filters = SightingFilters.Read(query, query["after"].ToString() is { Length: > 0 } after ? after : null, Paging);
            var found = await store.ListAsync(filters, PageLength + 1, cancel);
            var shown = found.Take(PageLength).ToList();
            return Page(fault?.Status ?? StatusCodes.Status200OK, ("Sightings", shown), ("Next", found.Count > PageLength ? ListFilters.CursorOf(shown[^1].At, shown[^1].Id) : null), ("Fault", fault),
                ("Places", await places.LocationsAsync(shown.Select(s => s.Location).OfType<string>(), cancel)));
        }
        catch (InvalidRequestException e)
        {
            return Page(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }

        IResult Page(int status, params IEnumerable<(string Name, object? Value)> more) => DeskSetting.Of(context).Page<InboxPage>(status, more.Append(("Query", query)));
    }

    private static async Task<IResult> SetAsideAsync(Guid id, SightingStore store, TracedPlaces places, HttpContext context, CancellationToken cancel)
    {
        var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
        var (to, command) = (DeskSetting.Within(form["to"]), new SetSightingAside { Reason = form["reason"].ToString().Trim() });
        new SetSightingAside.Validator().Check(command, errors, errors);
        var fault = errors.Any ? new InboxFault(StatusCodes.Status422UnprocessableEntity, errors, null)
            : await SetSightingAside.RunAsync(id, SignedInAccount.Of(context.User)!.Name, command.Reason, store, cancel) is { } refusal ? new(refusal.Status, null, refusal.Reason)
            : null;
        if (fault is null) return TypedResults.LocalRedirect(to.StartsWith("/inspect/inbox", StringComparison.Ordinal) ? to : "/inspect/inbox");
        // The list from which it was sent, with what is wrong above it.
        return await ListAsync(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(to.Contains('?', StringComparison.Ordinal) ? to[to.IndexOf('?', StringComparison.Ordinal)..] : "")), fault, store, places, context, cancel);
    }

    private static async Task<IResult> ShowAsync(ReadSignals read, HttpContext context, CancellationToken cancel)
    {
        try
        {
            return DeskSetting.Of(context).Page<SignalsPage>(StatusCodes.Status200OK, ("Board", await read.BoardAsync(read.DayOf(context.Request.Query), cancel)));
        }
        catch (InvalidRequestException e)
        {
            return DeskSetting.Of(context).Page<SignalsPage>(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }
    }
}

/// <summary>Why something was not set aside.</summary>
/// <param name="Status">HTTP status that says the same.</param>
/// <param name="Errors">What is wrong with the form.</param>
/// <param name="Reason">Why it could not be.</param>
public sealed record InboxFault(int Status, FieldErrors? Errors, Wording? Reason);
