using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>Where an inspector works and what they can do: by this, tasks are offered.</summary>
/// <param name="Districts">Codes (GB/T 2260) or names; everywhere when empty.</param>
/// <param name="Skills">What they can do; everything when empty.</param>
public sealed record InspectorProfile(IReadOnlyList<string> Districts, IReadOnlyList<Skill> Skills)
{
    /// <summary>Of who said nothing: offered everything.</summary>
    public static readonly InspectorProfile Anything = new([], []);
}

/// <summary>An inspector, or a supervisor for one, says where they work and what they can do.</summary>
public sealed record SetInspectorProfile
{
    private const int MostDistricts = 50, LongestDistrict = 100, ShortestDistrict = 2;

    /// <summary>Codes (GB/T 2260; 330200 covers 330212) or names of districts and cities; everywhere when empty.</summary>
    public IReadOnlyList<string>? Districts { get; init; }

    /// <summary>What they can do; everything when empty.</summary>
    public IReadOnlyList<Skill>? Skills { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<SetInspectorProfile>
    {
        /// <summary>Rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Districts).Check((_, districts) =>
                districts?.Count > MostDistricts ? new("too-many", $"At most {MostDistricts} can be named.", $"最多填写{MostDistricts}个。")
                : districts?.Any(d => d is not { Length: >= ShortestDistrict and <= LongestDistrict }) == true
                    ? new("district", $"A district has {ShortestDistrict} to {LongestDistrict} characters.", $"区县应为{ShortestDistrict}至{LongestDistrict}个字符。") : null);
            RuleFor(x => x.Skills).Check((_, skills) => skills?.Count > Enum.GetValues<Skill>().Length ? new("skill-twice", "A skill is named twice.", "技能重复。") : null);
        }
    }

    /// <summary>Serves one's own.</summary>
    public static void Map(IEndpointRouteBuilder tasks)
    {
        tasks.MapGet("/profile", ReadAsync).WithName("readInspectorProfile")
            .Opens(Operation.WorkOnTask)
            .WithSummary("Read where one works and what one can do")
            .Produces<InspectorProfile>();
        tasks.MapPut("/profile", HandleAsync)
            .Opens(Operation.WorkOnTask)
            .WithSummary("Say where one works and what one can do")
            .WithDescription("Tasks are offered by it. Who says nothing is offered everything; any task that is open can be taken.")
            .Produces<InspectorProfile>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ReadAsync(Actor actor, Inspectors inspectors, HttpContext context, CancellationToken cancel) =>
        TypedResults.Json(await inspectors.FindAsync(Recall.PersonOf(context, actor), cancel), LotJson.Answers);

    private static async Task<IResult> HandleAsync(Valid<SetInspectorProfile> request, Actor actor, Inspectors inspectors, HttpContext context, CancellationToken cancel)
    {
        var person = Recall.PersonOf(context, actor);
        await inspectors.SetAsync(person, request.Value, person, cancel);
        return await ReadAsync(actor, inspectors, context, cancel);
    }
}

/// <summary>The table of inspectors' profiles.</summary>
public sealed class Inspectors(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The profile of an account or key.</summary>
    public async Task<InspectorProfile> FindAsync(string person, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select districts, skills from inspection.inspector where person = $1");
        command.Parameters.Add(new() { Value = person });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new(row.GetFieldValue<string[]>(0), [.. row.GetFieldValue<string[]>(1).Select(s => Enum.Parse<Skill>(s, ignoreCase: true))])
            : InspectorProfile.Anything;
    }

    /// <summary>Sets it.</summary>
    public async Task SetAsync(string person, SetInspectorProfile profile, string by, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("""
            insert into inspection.inspector (person, districts, skills, changed_by, changed_at) values ($1, $2, $3, $4, $5)
            on conflict (person) do update set districts = excluded.districts, skills = excluded.skills, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """);
        foreach (var value in (object[])[person, (profile.Districts ?? []).Distinct().ToArray(), (profile.Skills ?? []).Distinct().Select(LedgerJson.Code).ToArray(), by, clock.GetUtcNow()])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
