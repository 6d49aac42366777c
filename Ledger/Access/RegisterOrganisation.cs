using System.Text.RegularExpressions;
using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Access;

/// <summary>The operator admits an organisation, or says anew what is known of it.</summary>
public sealed partial record RegisterOrganisation
{
    /// <summary>A short name for machines: lower-case letters, digits and single hyphens, 2 to 64. It stands in public leaves and never changes.</summary>
    public string? Id { get; init; }

    /// <summary>What the organisation is; decides the roles that its keys may have. It never changes.</summary>
    public OrganisationKind? Kind { get; init; }

    /// <summary>Business name, in Chinese, English or both.</summary>
    public BusinessName? Name { get; init; }

    /// <summary>Unified social credit code (GB 32100). Authorities and the operator may do without.</summary>
    public string? Uscc { get; init; }

    /// <summary>Global Location Number of the legal entity: 13 digits. Required where no address is given.</summary>
    public string? Gln { get; init; }

    /// <summary>Registered address. Required where no GLN is given.</summary>
    public string? Address { get; init; }

    /// <summary>When it is well formed.</summary>
    public sealed partial class Validator : AbstractValidator<RegisterOrganisation>
    {
        /// <summary>The rules.</summary>
        public Validator()
        {
            RuleFor(x => x.Id).Required().Check(id => id is null or "" || IsId(id) ? null : new(
                "organisation-id", "An organisation's id has 2 to 64 lower-case letters, digits and single hyphens, e.g. example-foods-ningbo; shoppers is taken.",
                "单位标识应为2至64个小写字母、数字或单个连字符，例如 example-foods-ningbo；shoppers 为保留标识。"));
            RuleFor(x => x.Kind).Required();
            RuleFor(x => x.Name).Required().Check(NameRules.SomeLanguage);
            When(x => x.Name is not null, () => RuleFor(x => x.Name!).SetValidator(new NameRules()));
            RuleFor(x => x.Uscc).Check(Rules.FormOf<Uscc>).Check((x, code) => code is null or "" && x.Kind is not (null or OrganisationKind.Authority or OrganisationKind.Operator)
                ? new("uscc-of-business", "A business needs its unified social credit code.", "企业应填写统一社会信用代码。") : null);
            RuleFor(x => x.Gln).Check(Rules.FormOf<Gln>);
            RuleFor(x => x.Address).AtMost(300).Check((x, address) => address is null or "" && x.Gln is null or ""
                ? new("gln-or-address", "Give the GLN, the registered address or both.", "请填写全球位置码（GLN）或注册地址，至少一项。") : null);
        }
    }

    /// <summary>Whether a text can be the id of an organisation.</summary>
    public static bool IsId(string text) => text.Length is >= 2 and <= 64 && text != Organisation.Shoppers && IdForm().IsMatch(text);

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder organisations) => organisations.MapPost("/", HandleAsync)
        .Opens(Operation.ManageOrganisations)
        .WithSummary("Admit an organisation")
        .Produces<Organisation>(StatusCodes.Status201Created)
        .Produces<Organisation>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        Valid<RegisterOrganisation> request, Organisations organisations, PublicAddress address, HttpContext context, CancellationToken cancel)
    {
        var organisation = request.Value.Describe();
        if (await organisations.InsertAsync(organisation, cancel) is not { } conflict)
            return TypedResults.Created(address.Of($"/api/organisations/{organisation.Id}"), organisation);
        return await organisations.FindAsync(organisation.Id, cancel) == organisation
            ? TypedResults.Ok(organisation)
            : conflict.AsProblem(context, StatusCodes.Status409Conflict, "organisation-exists");
    }

    internal Organisation Describe() => new(Id!, Kind!.Value, Name!.Given(), NullIfEmpty(Uscc), NullIfEmpty(Gln), NullIfEmpty(Address));

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex IdForm();
}

/// <summary>When a name is well formed.</summary>
internal sealed class NameRules : AbstractValidator<BusinessName>
{
    public NameRules()
    {
        RuleFor(x => x.Zh).AtMost(200);
        RuleFor(x => x.En).AtMost(200);
    }

    public static FieldProblem? SomeLanguage(BusinessName? name) => name is { Zh: null or "", En: null or "" }
        ? new("name-language", "Give the name in Chinese (zh), English (en) or both.", "请填写中文（zh）或英文（en）名称，至少一种。") : null;
}
