using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>A kind of fact that can be corrected: by the request that records it, with other values, decided once more.</summary>
/// <param name="Fact">The kind.</param>
/// <param name="AgainAsync">From the fact's JSON as answered, merged with the new values: reads and checks the request, returns its rule.</param>
public sealed record CorrectableFact(Type Fact, Func<JsonObject, CorrectionScene, Task<Func<Lot?, Decision>>> AgainAsync);

/// <summary>What a fact's rule is asked with once more.</summary>
/// <param name="Fact">The fact as it is in force.</param>
/// <param name="Actor">Who corrects.</param>
/// <param name="RecordedAt">When the fact was recorded: its rule is asked as of then.</param>
/// <param name="Services">What else it needs.</param>
/// <param name="Cancel">Gives up.</param>
public sealed record CorrectionScene(ILotFact Fact, Actor Actor, DateTimeOffset RecordedAt, IServiceProvider Services, CancellationToken Cancel);

/// <summary>The kinds of facts that can be corrected.</summary>
public sealed class CorrectableFacts(IEnumerable<CorrectableFact> kinds, IServiceProvider services)
{
    private readonly Dictionary<Type, CorrectableFact> _kinds = kinds.ToDictionary(k => k.Fact);

    /// <summary>Whether facts like this can be corrected.</summary>
    public bool Know(ILotFact fact) => _kinds.ContainsKey(fact.GetType());

    /// <summary>The rule of a fact's command with other values.</summary>
    /// <param name="fact">The fact as it is in force.</param>
    /// <param name="values">The values that change (JSON merge patch, RFC 7396).</param>
    /// <param name="actor">Who corrects.</param>
    /// <param name="recordedAt">When the fact was recorded: its rule is asked as of then.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidRequestException">With every value that is wrong.</exception>
    public Task<Func<Lot?, Decision>> AgainAsync(ILotFact fact, JsonElement values, Actor actor, DateTimeOffset recordedAt, CancellationToken cancel)
    {
        var told = JsonSerializer.SerializeToNode(fact, fact.GetType(), LotJson.Answers)!.AsObject();
        if (told["description"] is JsonObject description) told = description;
        return _kinds[fact.GetType()].AgainAsync((JsonObject)Patched(told, values)!, new(fact, actor, recordedAt, services, cancel));
    }

    internal static TRequest Read<TRequest>(JsonObject merged, IServiceProvider services) where TRequest : class
    {
        var (errors, warnings, inRequest) = (new FieldErrors(), new FieldErrors(), new FieldErrors());
        var request = StrictJson.Read<TRequest>(Encoding.UTF8.GetBytes(merged.ToJsonString()), inRequest);
        if (request is not null) services.GetRequiredService<IValidator<TRequest>>().Check(request, inRequest, warnings);
        foreach (var (path, found) in inRequest.ByPath)
            foreach (var error in found) errors.Add(path.Length == 0 ? "values" : $"values.{path}", new(error.Code, error.Message.En, error.Message.Zh), error.Value);
        return errors.Any ? throw new InvalidRequestException(errors) : request!;
    }

    // RFC 7396, on a copy
    private static JsonNode? Patched(JsonNode? target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object) return JsonNode.Parse(patch.GetRawText());
        var result = target?.DeepClone() as JsonObject ?? [];
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) result.Remove(member.Name);
            else result[member.Name] = Patched(result[member.Name], member.Value);
        }
        return result;
    }
}

/// <summary>How capabilities say what can be corrected.</summary>
public static class Correcting
{
    /// <summary>Facts of this kind can be corrected by the request that records them.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="again">Prepares the rule of the request with its new values.</param>
    public static void AddCorrectable<TFact, TRequest>(this WebApplicationBuilder builder, Func<TRequest, CorrectionScene, Task<Func<Lot?, Decision>>> again)
        where TFact : ILotFact where TRequest : class
    {
        var members = StrictJson.Options.GetTypeInfo(typeof(TRequest)).Properties.Select(p => p.Name).ToHashSet();
        builder.Services.AddSingleton(new CorrectableFact(typeof(TFact), (merged, scene) =>
        {
            foreach (var (name, value) in merged.ToList())
                // What the fact adds to its request is not asked for again; what the caller names wrongly is told.
                if (!members.Contains(name) && IsOfFact(typeof(TFact), name)) merged.Remove(name);
            return again(CorrectableFacts.Read<TRequest>(merged, scene.Services), scene);
        }));
    }

    private static bool IsOfFact(Type fact, string member) => fact.GetProperties().Any(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == member);
}
