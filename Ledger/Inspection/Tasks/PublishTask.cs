using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>Somebody is to be sent: what is to be looked into, where, and until when.</summary>
public sealed record PublishTask
{
    private const int MostNamed = 200;

    /// <summary>What it is, in a line.</summary>
    public string? Title { get; init; }

    /// <summary>routine, complaint, temperature, sampling or recallCheck.</summary>
    public TaskKind? Kind { get; init; }

    /// <summary>Trade item that it is about. A task is about a product, a lot of it, a place or a city.</summary>
    public string? Gtin { get; init; }

    /// <summary>Lot of it; absent for all of the product.</summary>
    public string? LotNumber { get; init; }

    /// <summary>Registered place (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>City; that of the place when nothing is said.</summary>
    public string? City { get; init; }

    /// <summary>District: its code (GB/T 2260, such as 330212) or its name.</summary>
    public string? District { get; init; }

    /// <summary>What is wanted of who takes it.</summary>
    public IReadOnlyList<Skill>? Skills { get; init; }

    /// <summary>The last day on which it is in time (China time).</summary>
    public DateOnly? Due { get; init; }

    /// <summary>What to do.</summary>
    public string? Instructions { get; init; }

    /// <summary>Ids of sightings in the inbox that it looks into.</summary>
    public IReadOnlyList<string>? Sightings { get; init; }

    /// <summary>Ids of reports of shoppers that it looks into; they are of its lot or product.</summary>
    public IReadOnlyList<string>? Reports { get; init; }

    /// <summary>Key of the warning that it looks into.</summary>
    public string? Signal { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<PublishTask>
    {
        /// <summary>Rules.</summary>
        public Validator(TimeProvider clock)
        {
            RuleFor(x => x.Title).Required().AtMost(200);
            RuleFor(x => x.Kind).Required();
            RuleFor(x => x.Gtin).Check((x, gtin) => gtin is null or "" && x.LotNumber is not (null or "") ? new("required", "A lot number needs the GTIN with it.", "填写批次号时须同时填写GTIN。")
                : gtin is null or "" && x.Location is null or "" && x.City is null or "" ? new("task-about-nothing", "Say what it is about: a GTIN, a location or a city.", "请说明任务对象：GTIN、地点或城市。")
                : Rules.FormOf<Gtin>(gtin));
            RuleFor(x => x.LotNumber).Check((_, number) => Rules.FormOf<LotNumber>(number));
            RuleFor(x => x.Location).AtMost(32);
            RuleFor(x => x.City).AtMost(100);
            RuleFor(x => x.District).AtMost(100);
            RuleFor(x => x.Skills).Check((_, skills) => skills is not null && skills.Distinct().Count() != skills.Count ? new("skill-twice", "A skill is named twice.", "技能重复。") : null);
            RuleFor(x => x.Due).Required().Check((_, due) => due is not { } day ? null
                : day < ImportingCountryDay.Of(clock.GetUtcNow()) ? new("due-over", "This day is over in China; it can be today at the earliest.", "该日期已过，最早为今天。") : null);
            RuleFor(x => x.Instructions).AtMost(2000);
            RuleFor(x => x.Signal).AtMost(300);
            RuleFor(x => x.Sightings).Check((_, ids) => NotIds(ids));
            RuleFor(x => x.Reports).Check((_, ids) => NotIds(ids));
        }
    }

    internal static FieldProblem? NotIds(IReadOnlyList<string>? ids) =>
        ids is null ? null
        : ids.Count > MostNamed ? new("too-many", $"At most {MostNamed} can be named.", $"最多填写{MostNamed}个。")
        : ids.Select(id => Guid.TryParse(id, out _) ? null : id ?? "null").FirstOrDefault(wrong => wrong is not null) is { } wrong
            ? new("id", $"Ids belong here, as the lists show them; \"{(wrong.Length > 40 ? wrong[..40] : wrong)}\" is none.", "应填写列表中显示的编号。")
        : ids.Select(Guid.Parse).Distinct().Count() != ids.Count ? new("named-twice", "One of them is named twice.", "编号重复。") : null;

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder tasks) => tasks.MapPost("/", HandleAsync)
        .Opens(Operation.PublishTask)
        .WithSummary("Publish a task")
        .WithDescription("It is offered to inspectors of its district who know what it wants; the first who takes it has it.")
        .Produces<TaskView>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .KnownAgain();

    private static async Task<IResult> HandleAsync(
        Valid<PublishTask> request, Actor actor, TaskPublication publication, TaskStore store, TimeProvider clock, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var known = RequestIdentity.From(context, actor, request.BodyHash);
        if (await publication.RunAsync(request.Value, Doer.Of(context, clock), known, cancel) is not { } id) return RequestIdentity.Reused.AsProblem(context);
        context.Response.Headers.Location = address.Of($"/api/tasks/{id}");
        return await ReadTask.AnswerAsync($"{id}", store, clock, context, StatusCodes.Status201Created, cancel);
    }
}
