namespace Lotmark.Ledger;

/// <summary>The settings of this process, from the usual ASP.NET Core sources (command line, environment, appsettings.json).</summary>
/// <param name="DataDirectory">Keys, and what is embedded (<c>Lotmark:DataDirectory</c>); absolute.</param>
/// <param name="Roles">What this process does (<c>Lotmark:Roles</c>); all by default.</param>
/// <param name="PublicUrl">The address QR codes carry (<c>Lotmark:PublicUrl</c>), without a trailing slash.</param>
/// <param name="AdminKey">The operator's key, if set (<c>Lotmark:AdminKey</c>).</param>
public sealed record Settings(string DataDirectory, IReadOnlySet<string> Roles, string PublicUrl, string? AdminKey)
{
    private static readonly string[] AllRoles = ["api", "scanner", "worker"];

    /// <summary>Whether this process serves the API.</summary>
    public bool Api => Roles.Contains("api");

    /// <summary>Whether this process serves the public pages.</summary>
    public bool Scanner => Roles.Contains("scanner");

    /// <summary>Whether this process sequences and anchors.</summary>
    public bool Worker => Roles.Contains("worker");

    /// <summary>The path of a file in the data directory.</summary>
    public string PathOf(string file) => Path.Combine(DataDirectory, file);

    /// <summary>The name that a log gets at its first start: a scheme-less URL, as the checkpoint format asks (C2SP tlog-checkpoint).</summary>
    public static string OriginOf(string publicUrl) => publicUrl[(publicUrl.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/') + "/log";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartupException">One of them makes no sense.</exception>
    public static Settings From(IConfiguration configuration)
    {
        var roles = (configuration["Lotmark:Roles"] ?? string.Join(',', AllRoles))
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (roles.Except(AllRoles, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
            throw new StartupException($"Lotmark:Roles names '{unknown}'; it takes any of {string.Join(", ", AllRoles)}.");

        var url = configuration["Lotmark:PublicUrl"] is { Length: > 0 } set ? set : ListeningAddress.Of(configuration);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.Query.Length > 0)
            throw new StartupException($"Lotmark:PublicUrl is '{url}'; it takes an http or https address such as https://t.example.com.");
        return new(Path.GetFullPath(configuration["Lotmark:DataDirectory"] ?? ".lotmark"), roles, url.TrimEnd('/'), configuration["Lotmark:AdminKey"]);
    }
}
