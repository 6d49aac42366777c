using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>When a request to repack is well formed.</summary>
public sealed class RepackLotValidator : TakingValidator<RepackLot>
{
    private const int Most = 50;

    /// <summary>Rules against the clock.</summary>
    public RepackLotValidator(TimeProvider clock) : base(clock)
    {
        RuleFor(x => x.Location).Required();
        SaysHowMuch();
        RuleFor(x => x.Reference).Document();
        RuleFor(x => x.With).Check((_, inputs) => inputs is null ? null : Count(inputs.Count) ?? Twice(inputs.Select(i => (i?.Gtin, i?.LotNumber))));
        RuleForEach(x => x.With).SetValidator(new InputRules());
        RuleFor(x => x.Into).Required().Check((_, outputs) => outputs is null ? null : Count(outputs.Count) ?? Twice(outputs.Select(o => (o?.Gtin, o?.LotNumber))));
        RuleForEach(x => x.Into).SetValidator(new OutputRules());
    }

    private static FieldProblem? Count(int count) => count is 0 or > Most ? new("lots-count", $"Name 1 to {Most} lots.", $"应填写1至{Most}个批次。") : null;

    private static FieldProblem? Twice(IEnumerable<(string?, string?)> lots) =>
        lots.GroupBy(l => l).Any(g => g.Count() > 1) ? new("lot-twice", "A lot is named twice.", "批次重复。") : null;

    private sealed class InputRules : AbstractValidator<RepackLot.Input>
    {
        public InputRules()
        {
            RuleFor(x => x.Gtin).Required().Check(Rules.FormOf<Gtin>);
            RuleFor(x => x.LotNumber).Required().Check(Rules.FormOf<LotNumber>);
            RuleFor(x => x.Quantity).Positive().Check((x, quantity) => MovementRules.QuantityOrUnits(quantity, x.Units));
            RuleFor(x => x.Uom).OneOf(LotCodes.Units);
            RuleFor(x => x.Units).UnitCodes();
        }
    }

    private sealed class OutputRules : AbstractValidator<RepackLot.Output>
    {
        public OutputRules()
        {
            RuleFor(x => x.Gtin).Required().Check(Rules.FormOf<Gtin>);
            RuleFor(x => x.LotNumber).Required().Check(Rules.FormOf<LotNumber>);
            When(x => x.ProductName is not null, () =>
            {
                RuleFor(x => x.ProductName!.Zh).AtMost(150).Check((x, zh) => zh is null or "" && x.ProductName!.En is null or ""
                    ? new("name-language", "Give the name in Chinese (zh), English (en) or both.", "请填写中文（zh）或英文（en）名称，至少一种。") : null);
                RuleFor(x => x.ProductName!.En).AtMost(150);
            });
            RuleFor(x => x.PackSize).Required().AtMost(50);
            RuleFor(x => x.PackStyle).Required().AtMost(50);
            RuleFor(x => x.Quantity).Required().Positive().Check((x, quantity) => x.Uom is null && quantity % 1 != 0
                ? new("quantity-whole", "Without uom the quantity counts packages and must be a whole number.", "未填写单位时，数量为件数，应为整数。") : null);
            RuleFor(x => x.Uom).OneOf(LotCodes.Units);
            RuleFor(x => x.PackageCount).Required().Check((_, count) => count <= 0
                ? new("not-positive", "This number must be greater than 0.", "此数字必须大于0。") : null);
            RuleFor(x => x.NetWeightKg).Required().Positive();
        }
    }
}
