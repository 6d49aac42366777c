using FluentValidation;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Interchange.Webhooks.Sources;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Messages to other systems about what happens here: signed, tried again, sent again when that is asked for.</summary>
public static class WebhooksModule
{
    /// <summary>Adds endpoints and, for a worker, what tells them. Comes after the capabilities: its triggers lie on their tables.</summary>
    /// <exception cref="StartupException">A setting makes no sense.</exception>
    public static void AddWebhooks(this WebApplicationBuilder builder, Settings settings)
    {
        builder.Services.AddSingleton(new SchemaFile("Interchange.Webhooks.schema.sql"));
        builder.Services.AddSingleton(WebhookSettings.From(builder.Configuration));
        builder.Services.AddSingleton<IMessageSource, LotMessages>();
        builder.Services.AddSingleton<IMessageSource, RecallMessages>();
        builder.Services.AddSingleton<IMessageSource, ReportMessages>();
        builder.Services.AddSingleton<IMessageSource, SignalMessages>();
        builder.Services.AddSingleton<IMessageSource, TaskMessages>();
        builder.Services.AddSingleton<IMessageSource, AlarmMessages>();
        builder.Services.AddSingleton<MessageTypes>();
        builder.Services.AddSingleton<WebhookStore>();
        builder.Services.AddSingleton<DeliveryList>();
        builder.Services.AddSingleton<DeliveryQueue>();
        builder.Services.AddSingleton<IValidator<RegisterWebhook>, RegisterWebhook.Validator>();
        builder.Services.AddSingleton<IValidator<ChangeWebhook>, ChangeWebhook.Validator>();
        builder.Services.AddSingleton<IValidator<ReplayDeliveries>, ReplayDeliveries.Validator>();
        if (!settings.Worker) return;
        builder.Services.AddSingleton<WebhookSender>();
        builder.Services.AddHostedService<FanOut>();
        builder.Services.AddHostedService<WarningWatch>();
        builder.Services.AddHostedService<DeliverWebhooks>();
        builder.Services.AddHostedService<WebhookUpkeep>();
    }

    /// <summary>Serves /api/webhooks, and what the desk shows of it.</summary>
    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/webhooks").WithTags("Webhooks");
        ReadWebhooks.Map(webhooks);
        RegisterWebhook.Map(webhooks);
        ChangeWebhook.Map(webhooks);
        DeleteWebhook.Map(webhooks);
        RotateWebhookSecret.Map(webhooks);
        TestWebhook.Map(webhooks);
        ListDeliveries.Map(webhooks);
        ReplayDeliveries.Map(webhooks);
        WebhooksDesk.Map(app.MapDeskGroup());
    }
}
