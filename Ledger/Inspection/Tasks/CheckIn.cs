using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>An inspector is on the spot. Coordinates are those of the device, as far as it gives them.</summary>
public sealed record CheckIn
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>When; now if nothing is said. Not before the task was taken.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Degrees north (WGS 84), -90 to 90; together with the longitude.</summary>
    public decimal? Latitude { get; init; }

    /// <summary>Degrees east (WGS 84), -180 to 180; together with the latitude.</summary>
    public decimal? Longitude { get; init; }

    /// <summary>Within how many metres.</summary>
    public decimal? AccuracyM { get; init; }

    /// <summary>Registered place (GLN or id), if it is one.</summary>
    public string? Location { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<CheckIn>
    {
        private static readonly FieldProblem Both = new("required", "Latitude and longitude belong together.", "经度和纬度须同时填写。");

        /// <summary>Rules.</summary>
        public Validator(TimeProvider clock)
        {
            RuleFor(x => x.At).Check((_, at) => at > clock.GetUtcNow() + ClocksDiffer ? new("in-the-future", "This can't have happened in the future.", "发生时间不能晚于现在。") : null);
            RuleFor(x => x.Latitude).Check((x, degrees) => degrees is null && x.Longitude is not null ? Both : degrees is < -90 or > 90 ? new("latitude", "A latitude lies between -90 and 90.", "纬度应在-90至90之间。") : null);
            RuleFor(x => x.Longitude).Check((x, degrees) => degrees is null && x.Latitude is not null ? Both : degrees is < -180 or > 180 ? new("longitude", "A longitude lies between -180 and 180.", "经度应在-180至180之间。") : null);
            RuleFor(x => x.AccuracyM).Check((x, metres) => metres is not null && x.Latitude is null ? new("accuracy-of-nothing", "An accuracy belongs to coordinates.", "精度须与坐标一起填写。")
                : metres is < 0 or > 1_000_000 ? new("accuracy", "An accuracy lies between 0 and 1,000,000 metres.", "精度应在0至1000000米之间。") : null);
            RuleFor(x => x.Location).AtMost(32);
        }
    }

    /// <summary>The rule. Who goes there again, or to another place, checks in again.</summary>
    public static TaskDecision Decide(TaskFile file, CheckIn command, Doer doer)
    {
        if (file.WhyNotWork(doer) is { } refused) return refused;
        var at = command.At ?? doer.At;
        return at < file.Task.TakenAt - ClocksDiffer
            ? Decision.Conflict("before-taken", "That was before this task was taken.", "签到时间早于任务领取时间。")
            : TaskDecision.Accept(file.Task with { State = TaskState.OnSite }, file.Next(TaskAct.CheckedIn, doer) with
            {
                Presence = new(at, command.Latitude, command.Longitude, command.AccuracyM, command.Location is { Length: > 0 } place ? place : null),
            });
    }

    /// <summary>Asks that the place that it names is registered.</summary>
    /// <exception cref="InvalidRequestException">It is not.</exception>
    internal Task RequirePlaceAsync(Locations locations, CancellationToken cancel) => locations.RequireAsync([("location", Location is { Length: > 0 } place ? place : null)], cancel);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/{id}/check-in", HandleAsync)
        .Opens(Operation.WorkOnTask)
        .WithSummary("Check in on the spot")
        .WithDescription("Time and coordinates stand with the task and in no event.")
        .Answered();

    private static async Task<IResult> HandleAsync(string id, Valid<CheckIn> request, TaskCall call, Locations locations, CancellationToken cancel)
    {
        await request.Value.RequirePlaceAsync(locations, cancel);
        return await call.RunAsync(id, request, Decide, cancel);
    }
}
