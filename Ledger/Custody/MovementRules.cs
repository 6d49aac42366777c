using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>Words in which requests about movements are checked.</summary>
internal static class MovementRules
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>What a temperature at a handover may be taken of.</summary>
    public static readonly IReadOnlyList<string> TakenOf = ["product", "air"];

    /// <summary>When something happened: given, and not in the future.</summary>
    public static IRuleBuilder<T, DateTimeOffset?> Happened<T>(this IRuleBuilder<T, DateTimeOffset?> rule, TimeProvider clock) =>
        rule.Required().Check((_, at) => at > clock.GetUtcNow() + ClocksDiffer
            ? new("in-the-future", "This can't have happened in the future.", "发生时间不能晚于现在。") : null);

    /// <summary>A product or air temperature is recorded at every handover (GB 31605).</summary>
    public static IRuleBuilder<T, decimal?> HandoverTemperature<T>(this IRuleBuilder<T, decimal?> rule) =>
        rule.Required().Check((_, celsius) => celsius is < -90 or > 60
            ? new("implausible-temperature", "A temperature at a handover lies between -90 and 60 °C.", "交接温度应在-90℃至60℃之间。") : null);

    /// <summary>The document that a movement rests on.</summary>
    public static IRuleBuilder<T, ReferenceRequest?> Document<T>(this IRuleBuilder<T, ReferenceRequest?> rule) => rule.Required().SetValidator(new ReferenceRequest.Rules());

    /// <summary>Each unit is named by its SSCC, once.</summary>
    public static IRuleBuilder<T, IReadOnlyList<string>?> UnitCodes<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule.Check((_, units) =>
        units is null ? null
        : units.Count is 0 or > MostUnits ? new("units-count", $"Name 1 to {MostUnits} units, or leave units out.", $"应填写1至{MostUnits}个物流单元，或不填写。")
        : units.Distinct().Count() != units.Count ? new("unit-twice", "A unit is named twice.", "物流单元重复。")
        : units.Select(Rules.FormOf<Sscc>).FirstOrDefault(p => p is not null));

    /// <summary>A quantity, or units that say it.</summary>
    public static FieldProblem? QuantityOrUnits(decimal? quantity, IReadOnlyList<string>? units) => quantity is null && units is null
        ? new("required", "Give a quantity, or the units (SSCC) that make it up.", "请填写数量，或填写构成该数量的物流单元（SSCC）。") : null;

    private const int MostUnits = 200;
}
