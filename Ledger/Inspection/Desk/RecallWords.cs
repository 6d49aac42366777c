using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Inspection.Recalls;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Orders about many lots, in words.</summary>
internal static class RecallWords
{
    public static string Kind(RecallKind kind, DeskSetting say) => kind is RecallKind.Recall ? say["Recall", "召回"] : say["Hold", "暂控"];

    public static string State(RecallState state, DeskSetting say) => state switch
    {
        RecallState.Proposed => say["proposed: nothing is stopped yet", "待确认（尚未执行）"],
        RecallState.UnderWay => say["being carried out", "执行中"],
        RecallState.Active => say["ACTIVE", "生效中"],
        RecallState.Closed => say["closed", "已结案"],
        _ => say["withdrawn", "已撤回"],
    };

    public static string Scope(RecallScope scope, DeskSetting say)
    {
        var what = scope switch
        {
            { LotNumber: { } lot } => say[$"lot {lot} ({scope.Gtin})", $"批次 {lot}（{scope.Gtin}）"],
            { Container: { } container } => say[$"container {container}", $"集装箱 {container}"],
            _ => say[$"manufacturer {scope.Manufacturer}", $"生产企业 {scope.Manufacturer}"],
        };
        return scope.Reached is false ? what : say[$"{what} and all that was made of it", $"{what} 及其全部产品"];
    }

    public static string Disposal(Disposal disposal, string? uom, Func<string, BusinessName?> nameOf, DeskSetting say)
    {
        var (amount, day) = (Words.Quantity(disposal.Quantity, uom, say), disposal.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var back = disposal.Kind is DisposalKind.SentBack && nameOf(disposal.How) is { } name ? say.Name(name.Zh, name.En) : disposal.How;
        return disposal.Kind switch
        {
            DisposalKind.Destroyed => say[$"{amount} destroyed on {day}: {disposal.How}", $"{day} 销毁 {amount}：{disposal.How}"],
            DisposalKind.Reexported => say[$"{amount} sent out of the country on {day}, to {say.Country(disposal.How)}", $"{day} 退运 {amount} 至{say.Country(disposal.How)}"],
            _ => say[$"{amount} sent back on {day}, to {back}", $"{day} 退回 {amount} 至{back}"],
        };
    }
}
