using System.Text.RegularExpressions;
using FluentValidation;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>The operator makes a key for an organisation. It is shown once.</summary>
public sealed partial record CreateKey
{
    /// <summary>What the key opens; one that the organisation's kind may have.</summary>
    public Role? Role { get; init; }

    /// <summary>What tells it apart within its organisation: 1 to 64 letters, digits, dots, hyphens and underscores. It stands in public leaves: name a system, never a person.</summary>
    public string? Label { get; init; }

    /// <summary>From when on it opens nothing; never, when absent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed class Validator : AbstractValidator<CreateKey>
    {
        /// <summary>Rules against the present time.</summary>
        public Validator(TimeProvider clock)
        {
            RuleFor(x => x.Role).Required();
            RuleFor(x => x.Label).Required().Check(label => label is null or "" || IsLabel(label) ? null : new(
                "key-label", "A label has 1 to 64 letters, digits, dots, hyphens and underscores, e.g. erp-1.", "标签应为1至64个字母、数字、点、连字符或下划线，例如 erp-1。"));
            RuleFor(x => x.ExpiresAt).Check((_, time) => time <= clock.GetUtcNow()
                ? new("in-the-past", "A key that has expired already opens nothing: give a time to come.", "密钥的到期时间应晚于当前时间。") : null);
        }
    }

    /// <summary>Whether a text can be a key's label.</summary>
    public static bool IsLabel(string text) => LabelForm().IsMatch(text);

    /// <summary>What is wrong with a role for keys of such an organisation; null when it may have it.</summary>
    public static FieldProblem? Misfit(Role role, OrganisationKind kind) => Permissions.RolesOf(kind).Contains(role) ? null : new(
        "role-of-kind", $"Keys of this organisation may have the roles {Names(kind, ", ")}.", $"该单位的密钥可用角色：{Names(kind, "、")}。");

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder organisations) => organisations.MapPost("/{id}/keys", HandleAsync)
        .Opens(Operation.ManageKeys)
        .WithSummary("Make a key")
        .WithDescription("The answer shows the key, and nothing will ever show it again: only its hash is kept.")
        .Produces<CreatedKey>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        string id, Valid<CreateKey> request, Organisations organisations, ApiKeys keys, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var (role, label) = (request.Value.Role!.Value, request.Value.Label!);
        if (await organisations.FindAsync(id, cancel) is not { } organisation) return ReadOrganisations.Unknown(context);
        if (Misfit(role, organisation.Kind) is { } misfit)
        {
            var errors = new FieldErrors();
            errors.Add("role", misfit, Code(role));
            throw new InvalidRequestException(errors);
        }
        if (await keys.CreateAsync(id, role, label, request.Value.ExpiresAt, cancel) is not { } secret)
            return LabelTaken.AsProblem(context, StatusCodes.Status409Conflict, "label-taken");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(address.Of($"/api/organisations/{id}/keys/{label}"), new CreatedKey(secret, id, label, role, request.Value.ExpiresAt));
    }

    internal static readonly Wording LabelTaken = new(
        "This organisation has, or had, a key of this label: choose another one.", "该单位已有（或曾有）此标签的密钥：请换一个标签。");

    private static string Names(OrganisationKind kind, string between) => string.Join(between, Permissions.RolesOf(kind).Select(Code));

    internal static string Code(Role role) => LedgerJson.Code(role);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex LabelForm();
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key itself. It is shown this once.</param>
/// <param name="Organisation">Whose it is.</param>
/// <param name="Label">What tells it apart.</param>
/// <param name="Role">What it opens.</param>
/// <param name="ExpiresAt">From when on it opens nothing; absent when it does not expire.</param>
public sealed record CreatedKey(string Key, string Organisation, string Label, Role Role, DateTimeOffset? ExpiresAt);
