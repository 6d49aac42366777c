using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Signals;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.ShopperReports;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>Publishes tasks, once all is there that they name.</summary>
public sealed class TaskPublication(TaskStore store, TaskActs acts, LotReader lots, Locations locations, SightingStore sightings, ReportShelf reports)
{
    internal static readonly FieldProblem NoSuchLot = new("lot-unknown", "No lot is registered under this GTIN and number.", "此GTIN和批次号未登记。");
    internal static readonly FieldProblem NoSuchReport = new("report-unknown", "There is no report of this id.", "没有此编号的消费者反映。");
    internal static readonly FieldProblem OtherLot = new("report-of-another-lot", "This report is about another lot than the task.", "该反映与任务所涉批次不同。");
    private static readonly FieldProblem NoSuchSighting = new("sighting-unknown", "There is nothing of this id in the inbox.", "收件箱中没有此编号的记录。");

    /// <summary>Publishes one. Returns its id; null when the request is another one than that which was known by its name.</summary>
    /// <exception cref="InvalidRequestException">It names what is not there.</exception>
    public async Task<Guid?> RunAsync(PublishTask command, Doer doer, RequestIdentity? request, CancellationToken cancel)
    {
        if (request is null) return await CheckedAsync(command, doer, null, cancel);
        await using var turn = await acts.TurnAsync(request.Id, cancel);
        return await store.EarlierAsync(request, cancel) is not { } earlier ? await CheckedAsync(command, doer, request, cancel)
            : earlier.Hash == request.Hash ? earlier.Task : null;
    }

    /// <summary>Makes the task of a sighting, or finds the one that was made of it.</summary>
    public async Task<Guid> OnceAsync(KeptSighting seen, PublishTask command, Doer doer, CancellationToken cancel)
    {
        await using var turn = await acts.TurnAsync($"{seen.Id}", cancel);
        return (await store.OfSightingsAsync([seen.Id], cancel)).TryGetValue(seen.Id, out var made) ? made.Id : await KeepAsync(await TaskOfAsync(command, doer, cancel), null, cancel);
    }

    /// <summary>Makes the task of a warning, or finds the one that was made of it and is under way.</summary>
    public async Task<Guid> OnceAsync(SignalBoard.Warning warning, PublishTask command, Doer doer, CancellationToken cancel)
    {
        await using var turn = await acts.TurnAsync(warning.Key, cancel);
        return (await store.OfSignalsAsync([warning.Key], cancel)).TryGetValue(warning.Key, out var made) ? made.Id : await KeepAsync(await TaskOfAsync(command, doer, cancel), null, cancel);
    }

    private async Task<Guid> CheckedAsync(PublishTask command, Doer doer, RequestIdentity? request, CancellationToken cancel)
    {
        await locations.RequireAsync([("location", Given(command.Location))], cancel);
        var (task, errors) = (await TaskOfAsync(command, doer, cancel), new FieldErrors());
        if (task.Lot is { } path && await lots.FindAsync(LotKey.FromPath(path), cancel) is null or { IsVoid: true }) errors.Add("lotNumber", NoSuchLot, command.LotNumber);
        for (var i = 0; i < task.From.Sightings.Count; i++)
            if (await sightings.FindAsync(task.From.Sightings[i], cancel) is null) errors.Add($"sightings[{i}]", NoSuchSighting, $"{task.From.Sightings[i]}");
        await CheckReportsAsync(task, task.From.Reports, reports, errors, cancel);
        return errors.Any ? throw new InvalidRequestException(errors) : await KeepAsync(task, request, cancel);
    }

    private async Task<InspectionTask> TaskOfAsync(PublishTask command, Doer doer, CancellationToken cancel)
    {
        var place = Given(command.Location) is { } named ? await locations.FindAsync(named, cancel) : null;
        return new(
            Guid.CreateVersion7(doer.At), command.Title!, command.Kind!.Value, TaskState.Open,
            command.Gtin is { Length: > 0 } text && Gtin.TryParse(text, out var gtin, out _) ? gtin : null,
            command.LotNumber is { Length: > 0 } lot && LotNumber.TryParse(lot, out var number, out _) ? number : null,
            place?.Id, Given(command.City) ?? place?.City, Given(command.District), command.Skills ?? [], command.Due!.Value, Given(command.Instructions),
            new(Ids(command.Sightings), Ids(command.Reports), Given(command.Signal)), doer.Actor.Organisation, doer.Person, doer.At, 1);
    }

    private async Task<Guid> KeepAsync(InspectionTask task, RequestIdentity? request, CancellationToken cancel)
    {
        await store.InsertAsync(task, new(1, TaskAct.Published, task.PublishedAt, task.PublishedBy), request, cancel);
        return task.Id;
    }

    /// <summary>Notes which reports are not there, or are about something else than a task.</summary>
    internal static async Task CheckReportsAsync(InspectionTask task, IReadOnlyList<Guid> named, ReportShelf reports, FieldErrors errors, CancellationToken cancel)
    {
        for (var i = 0; i < named.Count; i++)
            if (await reports.FindAsync(named[i], cancel) is not { } report) errors.Add($"reports[{i}]", NoSuchReport, $"{named[i]}");
            else if (!task.Covers(LotKey.FromPath(report.Lot))) errors.Add($"reports[{i}]", OtherLot, $"{named[i]}");
    }

    internal static IReadOnlyList<Guid> Ids(IReadOnlyList<string>? ids) => [.. ids?.Select(Guid.Parse) ?? []];

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;
}
