namespace Lotmark.Ledger.Access.Provider;

/// <summary>An OpenID Connect provider whose people may sign in at the desk (<c>Lotmark:Inspection:OpenIdConnect:…</c>).</summary>
/// <param name="Authority">Its issuer; the description lies under it (OpenID Connect Discovery 1.0).</param>
/// <param name="ClientId">As what it knows this desk.</param>
/// <param name="ClientSecret">What the desk shows it.</param>
/// <param name="Name">What people call it; stands on the button.</param>
/// <param name="Scopes">What is asked for, <c>openid</c> included.</param>
/// <param name="RoleClaim">The claim of the ID token that names roles; with dots, a path into it.</param>
/// <param name="Inspector">Values of it that make an inspector.</param>
/// <param name="Supervisor">Values of it that make a supervisor.</param>
/// <param name="Organisation">The authority of all its people; null when a claim names it.</param>
/// <param name="OrganisationClaim">The claim that names the authority; null when it is the same for all.</param>
/// <param name="Acr">Authentication contexts (<c>acr</c>) of which one is required; empty when none is.</param>
/// <param name="Amr">Authentication methods (<c>amr</c>) of which one is required; empty when none is.</param>
/// <param name="DeskAsks">Whether the desk asks for its own second factor all the same.</param>
public sealed record ProviderSettings(
    Uri Authority, string ClientId, string ClientSecret, string Name, IReadOnlyList<string> Scopes, string RoleClaim, IReadOnlyList<string> Inspector, IReadOnlyList<string> Supervisor,
    string? Organisation, string? OrganisationClaim, IReadOnlyList<string> Acr, IReadOnlyList<string> Amr, bool DeskAsks)
{
    /// <summary>Where the settings stand.</summary>
    public const string Section = "Lotmark:Inspection:OpenIdConnect";

    private static readonly string[] Known =
    [
        nameof(Authority), nameof(ClientId), "ClientSecretFile", nameof(Name), nameof(Scopes), nameof(RoleClaim), nameof(Inspector), nameof(Supervisor),
        nameof(Organisation), nameof(OrganisationClaim), nameof(Acr), nameof(Amr), "SecondFactor",
    ];

    /// <summary>Reads them; null when there is no provider.</summary>
    /// <exception cref="StartupException">One of them is missing or makes no sense.</exception>
    public static ProviderSettings? From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var set = section.GetChildren().Select(c => c.Key).ToList();
        if (set.Count == 0 || section[nameof(Authority)] is "") return null;
        if (set.Except(Known, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
            throw Wrong(unknown, $"is no setting; there are {string.Join(", ", Known)}");

        var (inspector, supervisor) = (Many(nameof(Inspector)), Many(nameof(Supervisor)));
        if (inspector.Count + supervisor.Count == 0) throw Wrong(nameof(Inspector), $"is missing, and so is {nameof(Supervisor)}: name the values of {nameof(RoleClaim)} that let somebody in");
        if (inspector.Intersect(supervisor, StringComparer.Ordinal).FirstOrDefault() is { } both) throw Wrong(nameof(Supervisor), $"names '{both}', which {nameof(Inspector)} names as well");
        var (organisation, claim) = (Optional(nameof(Organisation)), Optional(nameof(OrganisationClaim)));
        if (organisation is null == claim is null)
            throw Wrong(nameof(Organisation), claim is null ? $"is missing: name the authority of its people, or in {nameof(OrganisationClaim)} the claim that does" : $"is set, and {nameof(OrganisationClaim)} as well: only one of them can count");
        if (organisation is not null && !RegisterOrganisation.IsId(organisation)) throw Wrong(nameof(Organisation), $"is '{organisation}', which is no id of an organisation");
        var (acr, amr) = (Many(nameof(Acr)), Many(nameof(Amr)));
        var deskAsks = Optional("SecondFactor") switch
        {
            null => acr.Count + amr.Count == 0, // who requires one of the provider is not asked twice
            "desk" => true,
            "provider" => false,
            var other => throw Wrong("SecondFactor", $"is '{other}'; it takes desk or provider"),
        };
        return new(
            AuthorityOf(Required(nameof(Authority))), Required(nameof(ClientId)), Secret(Required("ClientSecretFile")), Required(nameof(Name)),
            [.. Many(nameof(Scopes)) is { Count: > 0 } scopes ? scopes.Prepend("openid").Distinct() : ["openid", "profile"]],
            Optional(nameof(RoleClaim)) ?? "roles", inspector, supervisor, organisation, claim, acr, amr, deskAsks);

        string? Optional(string name) => section[name] is { } text && text.Trim() is { Length: > 0 } given ? given : null;

        string Required(string name) => Optional(name) ?? throw Wrong(name, "is missing");

        IReadOnlyList<string> Many(string name) => (section[name] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Asks that the authority of all its people is one that is known here.</summary>
    /// <exception cref="StartupException">It is not.</exception>
    public async Task RequireOrganisationAsync(Organisations organisations, CancellationToken cancel)
    {
        if (Organisation is { } id && await organisations.FindAsync(id, cancel) is not { Kind: OrganisationKind.Authority })
            throw Wrong(nameof(Organisation), $"is '{id}', and there is no authority of this id: register it with 'organisations create', or name another one");
    }

    // Whoever reads along on the way could sign in as anybody: only a provider on this machine may be asked without TLS.
    private static Uri AuthorityOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Query: "", Fragment: "" } && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri : throw Wrong(nameof(Authority), $"is '{text}'; it takes an https address such as https://login.example.com/realms/inspection");

    private static string Secret(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } secret ? secret : throw Wrong("ClientSecretFile", $"is {file}, which is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{Section}:ClientSecretFile is {file}, which can't be read: {e.Message}", e);
        }
    }

    private static StartupException Wrong(string name, string what) => new($"{Section}:{name} {what}.");
}
