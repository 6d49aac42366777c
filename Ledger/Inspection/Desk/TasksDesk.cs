using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Inspection.Tasks;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Lotmark.Ledger.ShopperReports;
using Lotmark.Scanner.Reports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Tasks at the desk: listed, published, and carried out on the spot.</summary>
internal static class TasksDesk
{
    private const int PageLength = 50, UsualDays = 3;
    private const string AntiforgeryField = "__RequestVerificationToken";
    private static readonly string[] Paging = ["after"];

    public static void Map(IEndpointRouteBuilder desk)
    {
        var tasks = desk.MapGroup("/tasks");
        tasks.MapGet("", ListAsync).OpensDesk(Operation.ReadTasks);
        tasks.MapGet("/new", New).OpensDesk(Operation.PublishTask);
        tasks.MapPost("", PublishAsync).OpensDesk(Operation.PublishTask);
        tasks.MapGet("/{id:guid}", (Guid id, TaskScene scene, HttpContext context, CancellationToken cancel) => ShowAsync(id, StatusCodes.Status200OK, null, scene, context, cancel)).OpensDesk(Operation.ReadTasks);
        tasks.MapPost("/{id:guid}/take", (Guid id, TaskScene scene, HttpContext context, CancellationToken cancel) => ActAsync(id, "take", scene, TakeTask.Decide, null, context, cancel)).OpensDesk(Operation.WorkOnTask);
        MapAct<GiveBackTask>(tasks, "give-back", Operation.WorkOnTask, GiveBackTask.Decide);
        MapAct<CheckIn>(tasks, "check-in", Operation.WorkOnTask, CheckIn.Decide, (command, _, scene, cancel) => command.RequirePlaceAsync(scene.Locations, cancel));
        MapAct<RecordFinding>(tasks, "findings", Operation.WorkOnTask, RecordFinding.Decide);
        MapAct<RecordSample>(tasks, "samples", Operation.WorkOnTask, RecordSample.Decide);
        MapAct<RecordResult>(tasks, "results", Operation.WorkOnTask, RecordResult.Decide);
        MapAct<CloseTask>(tasks, "close", Operation.WorkOnTask, CloseTask.Decide, (command, id, scene, cancel) => command.RequireReportsAsync(id, scene.Store, scene.Reports, cancel));
        MapAct<CancelTask>(tasks, "cancel", Operation.CancelTask, CancelTask.Decide);
    }

    /// <summary>The day on which what is made with one click is due.</summary>
    public static DateOnly UsualDue(TimeProvider clock) => ImportingCountryDay.Of(clock.GetUtcNow()).AddDays(UsualDays);

    private static async Task<IResult> ListAsync(TaskStore store, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        // What one could take is what there is to do, where nothing else is asked for.
        var (asked, person, now) = (context.Request.Query, SignedInAccount.Of(context.User)!.Name, clock.GetUtcNow());
        var query = asked.Any(q => q.Key != "after") ? asked : new QueryCollection(asked.Append(new("offered", "true")).ToDictionary(q => q.Key, q => (StringValues)q.Value.ToString()));
        var overdue = await store.CountAsync(TaskFilters.Read(new QueryCollection(new Dictionary<string, StringValues> { ["overdue"] = "true" }), person, now, null, []), cancel);
        try
        {
            var found = await store.ListAsync(TaskFilters.Read(query, person, now, query["after"].ToString() is { Length: > 0 } after ? after : null, Paging), PageLength + 1, cancel);
            var shown = found.Take(PageLength).ToList();
            return Page(StatusCodes.Status200OK, ("Tasks", shown), ("Next", found.Count > PageLength ? ListFilters.CursorOf(shown[^1].PublishedAt, shown[^1].Id) : null));
        }
        catch (InvalidRequestException e)
        {
            return Page(StatusCodes.Status400BadRequest, ("Errors", e.Errors));
        }

        IResult Page(int status, params IEnumerable<(string Name, object? Value)> more) => DeskSetting.Of(context).Page<TasksPage>(status, more.Concat([("Query", query), ("Now", now), ("Overdue", overdue)]));
    }

    private static RazorComponentResult<NewTaskPage> New(string? gtin, string? lotNumber, string? location, string? city, TimeProvider clock, HttpContext context) =>
        NewPage(context, StatusCodes.Status200OK, new() { Kind = TaskKind.Routine, Gtin = Given(gtin), LotNumber = Given(lotNumber), Location = Given(location), City = Given(city), Due = UsualDue(clock) }, null);

    private static RazorComponentResult<NewTaskPage> NewPage(HttpContext context, int status, PublishTask draft, FieldErrors? errors) =>
        DeskSetting.Of(context).Page<NewTaskPage>(status, ("Draft", draft), ("Errors", errors));

    private static async Task<IResult> PublishAsync(TaskPublication publication, IValidator<PublishTask> validator, TimeProvider clock, HttpContext context, CancellationToken cancel)
    {
        var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
        var (draft, doer) = (DeskForm.Read(form, validator, errors), Doer.Of(context, clock));
        try
        {
            if (!errors.Any && await publication.RunAsync(draft, doer, Known(form, doer, "publish"), cancel) is { } id) return TypedResults.LocalRedirect($"/inspect/tasks/{id}");
        }
        catch (InvalidRequestException e)
        {
            errors = e.Errors;
        }
        return NewPage(context, StatusCodes.Status422UnprocessableEntity, draft, errors);
    }

    private static void MapAct<T>(
        IEndpointRouteBuilder tasks, string act, Operation operation, Func<TaskFile, T, Doer, TaskDecision> decide, Func<T, Guid, TaskScene, CancellationToken, Task>? require = null) where T : class, new() =>
        tasks.MapPost($"/{{id:guid}}/{act}", async (Guid id, TaskScene scene, IValidator<T> validator, HttpContext context, CancellationToken cancel) =>
        {
            var (form, errors) = (await context.Request.ReadFormAsync(cancel), new FieldErrors());
            var command = DeskForm.Read(form, validator, errors);
            try
            {
                if (!errors.Any && require is not null) await require(command, id, scene, cancel);
            }
            catch (InvalidRequestException e)
            {
                errors = e.Errors;
            }
            return errors.Any
                ? await ShowAsync(id, StatusCodes.Status422UnprocessableEntity, new(act, errors, null, form), scene, context, cancel)
                : await ActAsync(id, act, scene, (file, doer) => decide(file, command, doer), form, context, cancel);
        }).OpensDesk(operation);

    private static async Task<IResult> ActAsync(
        Guid id, string act, TaskScene scene, Func<TaskFile, Doer, TaskDecision> decide, IFormCollection? form, HttpContext context, CancellationToken cancel)
    {
        var doer = Doer.Of(context, scene.Clock);
        return await scene.Acts.RunAsync(id, doer, form is null ? null : Known(form, doer, act), file => decide(file, doer), cancel) is { } refusal
            ? await ShowAsync(id, refusal.Status, new(act, null, refusal.Reason, form), scene, context, cancel)
            : TypedResults.LocalRedirect($"/inspect/tasks/{id}");
    }

    // A form that is sent twice is carried out once; with other words it is another one.
    private static RequestIdentity? Known(IFormCollection form, Doer doer, string act)
    {
        if (!Guid.TryParse(form["form"], out var known)) return null;
        var words = string.Join('\0', form.Where(f => f.Key != AntiforgeryField).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Prepend(f.Key)).Prepend(act));
        return new($"{doer.Person} {known:N} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)))}", act);
    }

    private static async Task<IResult> ShowAsync(Guid id, int status, TaskFault? fault, TaskScene scene, HttpContext context, CancellationToken cancel)
    {
        if (await scene.Store.FindAsync(id, cancel) is not { } file) return DeskSetting.Of(context).Page<NoticePage>(StatusCodes.Status404NotFound, ("Kind", NoticePage.Notice.NoSuchTask));
        var reports = new Dictionary<Guid, KeptReport>();
        if (file.Task.Lot is { } lot)
            foreach (var (report, _) in await scene.Reports.OfLotAsync(lot, cancel))
                if (report.Status != ReportState.Answered) reports[report.Id] = report;
        foreach (var named in file.Task.From.Reports.Where(r => !reports.ContainsKey(r)))
            if (await scene.Reports.FindAsync(named, cancel) is { } report) reports[named] = report;
        var places = file.Entries.Select(e => e.Presence?.Location).Append(file.Task.Location).OfType<string>();
        return DeskSetting.Of(context).Page<TaskPage>(status, ("File", file), ("Fault", fault), ("Now", scene.Clock.GetUtcNow()), ("Reports", reports.Values.ToList()), ("Places", await scene.Places.LocationsAsync(places, cancel)));
    }

    private static string? Given(string? text) => text?.Trim() is { Length: > 0 } given ? given : null;
}

/// <summary>What acts on a task and their page need.</summary>
internal sealed record TaskScene(TaskActs Acts, TaskStore Store, ReportShelf Reports, TracedPlaces Places, Locations Locations, TimeProvider Clock)
{
    public static ValueTask<TaskScene> BindAsync(HttpContext context)
    {
        return ValueTask.FromResult<TaskScene>(new(Get<TaskActs>(), Get<TaskStore>(), Get<ReportShelf>(), Get<TracedPlaces>(), Get<Locations>(), Get<TimeProvider>()));

        T Get<T>() where T : notnull => context.RequestServices.GetRequiredService<T>();
    }
}

/// <summary>Why something was not done about a task.</summary>
/// <param name="Act">What.</param>
/// <param name="Errors">What is wrong with its form.</param>
/// <param name="Reason">Why it could not be.</param>
/// <param name="Form">What was filled in.</param>
public sealed record TaskFault(string Act, FieldErrors? Errors, Wording? Reason, IFormCollection? Form);
