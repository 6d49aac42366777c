using System.Net;
using FluentValidation;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Interchange.Webhooks.Sources;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Webhooks;

/// <summary>An organisation asks to be told of what happens, at an address of its own.</summary>
public sealed record RegisterWebhook : IWebhookRequest
{
    /// <summary>Where messages are sent: an https address in the internet, of at most 500 characters.</summary>
    public string? Url { get; init; }

    /// <summary>Which messages, by the codes of <c>/api/webhooks/types</c>.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>What it is, for people: a system, never a person.</summary>
    public string? Description { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<RegisterWebhook>
    {
        /// <summary>Rules.</summary>
        public Validator(WebhookSettings settings, MessageTypes types) => Include(new WebhookRules<RegisterWebhook>(settings, types));
    }

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder webhooks) => webhooks.MapPost("/", HandleAsync)
        .Opens(Operation.ManageWebhooks)
        .WithSummary("Register an endpoint")
        .WithDescription("The answer shows the secret that verifies signatures, and nothing will ever show it again. An organisation has ten endpoints at most.")
        .Produces<ShownSecret>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    internal static readonly Decision.Refused TooMany = Decision.Conflict(
        "too-many-webhooks", $"An organisation has {WebhookStore.Most} endpoints at most: delete one first.", $"每个单位最多登记{WebhookStore.Most}个接收地址：请先删除一个。");

    private static async Task<IResult> HandleAsync(
        Valid<RegisterWebhook> request, Actor actor, WebhookStore store, MessageTypes types, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var (authority, asked) = (MessageTypes.IsAuthority(actor), request.Value);
        types.Require(authority, asked.Types!);
        if (await store.AddAsync(actor.Organisation, authority, asked.Url!, [.. asked.Types!], asked.Description, cancel) is not { } made) return TooMany.AsProblem(context);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(address.Of($"/api/webhooks/{made.Webhook.Id}"), made);
    }
}

/// <summary>What is said of an endpoint.</summary>
public interface IWebhookRequest
{
    /// <summary>Where messages are sent.</summary>
    string? Url { get; }

    /// <summary>Which messages.</summary>
    IReadOnlyList<string>? Types { get; }

    /// <summary>What it is, for people.</summary>
    string? Description { get; }
}

/// <summary>When that is well formed. Where a name leads is looked at when something is sent there, each time.</summary>
internal sealed class WebhookRules<T> : AbstractValidator<T> where T : IWebhookRequest
{
    private const int LongestUrl = 500, LongestDescription = 200;

    private static readonly FieldProblem NoUrl = new(
        "webhook-url", "This must be an https address such as https://erp.example/lotmark, without user, password and fragment.", "应为 https 地址，例如 https://erp.example/lotmark，不含用户名、密码和片段。");
    private static readonly FieldProblem NotPublic = new("webhook-address", "Messages go to public addresses of the internet alone.", "消息只能发送到互联网公共地址。");

    public WebhookRules(WebhookSettings settings, MessageTypes types)
    {
        RuleFor(x => x.Url).Required().AtMost(LongestUrl).Check(url => url is null or "" ? null : UrlFault(url, settings));
        RuleFor(x => x.Types).Required().Check((_, codes) => codes is null ? null
            : codes.Count == 0 ? new("required", "Name at least one type of message.", "请至少填写一种消息类型。")
            : codes.Where(c => types.All.All(t => t.Code != c)).Select(c => c ?? "null").FirstOrDefault() is { } unknown
                ? new("unknown-code", $"There is no message of the type {unknown}: GET /api/webhooks/types lists them.", $"没有 {unknown} 类型的消息：可用类型见 GET /api/webhooks/types。")
            : null);
        RuleFor(x => x.Description).AtMost(LongestDescription);
    }

    private static FieldProblem? UrlFault(string text, WebhookSettings settings)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0 || url.UserInfo.Length > 0 || text.Contains('#', StringComparison.Ordinal)) return NoUrl;
        if (url.Scheme == Uri.UriSchemeHttp && !settings.PrivateAddresses) return NoUrl;
        if (!IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address)) return null;
        return address.Reach switch
        {
            AddressReach.Public => url.Scheme == Uri.UriSchemeHttps ? null : NoUrl,
            AddressReach.Private when settings.PrivateAddresses => null,
            _ => NotPublic,
        };
    }
}
