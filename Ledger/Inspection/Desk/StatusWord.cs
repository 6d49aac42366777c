using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Where a lot stands, in words.</summary>
internal static class StatusWord
{
    public static string Of(LotStatus status, DeskSetting say) => status switch
    {
        LotStatus.Registered => say["Registered", "已登记"],
        LotStatus.Cleared => say["Cleared", "已通关"],
        LotStatus.InStation => say["In station", "在首站"],
        LotStatus.Released => say["Released", "已放行"],
        LotStatus.InDistribution => say["In distribution", "流通中"],
        LotStatus.AtRetail => say["In shops", "在售"],
        LotStatus.Closed => say["Closed", "已结清"],
        LotStatus.Held => say["ON HOLD", "暂控"],
        LotStatus.Recalled => say["RECALLED", "召回"],
        LotStatus.Destroyed => say["Destroyed", "已销毁"],
        LotStatus.Returned => say["Returned", "已退运"],
        _ => say["Void", "已作废"],
    };
}
