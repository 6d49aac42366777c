using Lotmark.Ledger.Inspection.Desk;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Where messages stand, in words.</summary>
internal static class WebhookWords
{
    public static string State(WebhookDelivery delivery, DeskSetting say) => delivery.State switch
    {
        DeliveryState.Delivered => say["Arrived", "已送达"],
        DeliveryState.Dead => say["Given up", "未送达"],
        _ => delivery.Attempts == 0 ? say["On its way", "发送中"] : say["Will be tried again", "等待重试"],
    };

    public static string Fault(WebhookDelivery delivery, DeskSetting say) => delivery.Fault switch
    {
        null => "",
        DeliveryFault.Answered => say[$"Answered with {delivery.Status}", $"对方返回 {delivery.Status}"],
        DeliveryFault.Gone => say["Answered that it is gone (410)", "对方表示已停用（410）"],
        DeliveryFault.Redirected => say[$"Sent elsewhere ({delivery.Status}): redirects are not followed", $"被重定向（{delivery.Status}），不予跟随"],
        DeliveryFault.Timeout => say["No answer within 10 seconds", "10秒内无应答"],
        DeliveryFault.Unreachable => say["Nobody took the connection", "无法建立连接"],
        DeliveryFault.NameUnknown => say["The name leads to no address", "域名无法解析"],
        DeliveryFault.AddressRefused => say["The address is not one of the internet", "目标不是互联网公共地址"],
        DeliveryFault.Certificate => say["The certificate is not right", "证书无效"],
        _ => say["It was switched off", "当时已停用"],
    };
}
