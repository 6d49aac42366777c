namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>Why nothing is sent to an endpoint.</summary>
public enum WebhookOff
{
    /// <summary>Its owner asked for that.</summary>
    Asked,

    /// <summary>It answered that it is gone (410).</summary>
    Gone,
}

/// <summary>An endpoint of an organisation, as its owner sees it. Its secret is shown when it is made and never again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where messages are sent.</param>
/// <param name="Types">Which messages.</param>
/// <param name="Description">What its owner says about it.</param>
/// <param name="Enabled">Whether anything is sent there.</param>
/// <param name="Off">Why not, where nothing is.</param>
/// <param name="OffAt">Since when.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="FormerSecretUntil">Until when the secret before this one signs too; absent when none does.</param>
/// <param name="Pending">Messages that are on their way to it.</param>
/// <param name="Dead">Messages that did not arrive and are not tried any more; they can be replayed.</param>
public sealed record Webhook(
    Guid Id, string Url, IReadOnlyList<string> Types, string? Description, bool Enabled, WebhookOff? Off, DateTimeOffset? OffAt, DateTimeOffset CreatedAt, DateTimeOffset? FormerSecretUntil,
    long Pending, long Dead);

/// <summary>A secret, shown this once.</summary>
/// <param name="Secret"><c>whsec_</c> and base64: what verifies signatures.</param>
/// <param name="Webhook">The endpoint whose it is.</param>
public sealed record ShownSecret(string Secret, Webhook Webhook);

/// <summary>Where a message stands on its way to an endpoint.</summary>
public enum DeliveryState
{
    /// <summary>It is tried until it arrives.</summary>
    Pending,

    /// <summary>It was answered with 2xx.</summary>
    Delivered,

    /// <summary>It did not arrive and is not tried any more.</summary>
    Dead,
}

/// <summary>A message on its way to an endpoint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MessageId">Id of the message: <c>webhook-id</c> of every try.</param>
/// <param name="Type">Type of the message.</param>
/// <param name="At">When what it tells happened.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">When it was written down.</param>
/// <param name="Attempts">How often it was tried since, or since it was replayed.</param>
/// <param name="TriedAt">When it was tried last.</param>
/// <param name="NextAt">When it is tried next, while it is pending.</param>
/// <param name="EndedAt">When it arrived or was given up.</param>
/// <param name="Status">HTTP status of the last answer; absent when none came.</param>
/// <param name="Fault">Why the last try failed; absent when it did not.</param>
/// <param name="Answer">The first 200 characters of the last answer.</param>
public sealed record WebhookDelivery(
    Guid Id, string MessageId, string Type, DateTimeOffset At, DeliveryState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? TriedAt, DateTimeOffset? NextAt, DateTimeOffset? EndedAt,
    int? Status, DeliveryFault? Fault, string? Answer);
