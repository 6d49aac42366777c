using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;

namespace Lotmark.Ledger;

/// <summary>Where settings come from: appsettings.json, the environment, files of secrets, the command line. What comes later wins.</summary>
public static class SettingSources
{
    /// <summary>Where container engines put secrets.</summary>
    private const string Secrets = "/run/secrets";

    /// <summary>A builder with all of them.</summary>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="StartupException"><c>Lotmark:SecretsDirectory</c> is not there, or one of its files may not be read.</exception>
    /// <remarks>A file of <c>Lotmark:SecretsDirectory</c> (default <c>/run/secrets</c>) is one setting: its name with <c>__</c> for a colon, such as
    /// <c>ConnectionStrings__Ledger</c>, and its content, without the last line break, the value.</remarks>
    public static WebApplicationBuilder Builder(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        var named = builder.Configuration["Lotmark:SecretsDirectory"];
        if (named is { Length: > 0 } && !Directory.Exists(named)) throw new StartupException($"Lotmark:SecretsDirectory is '{named}', which is no folder.");
        var folder = named is { Length: > 0 } ? Path.GetFullPath(named) : Secrets;
        if (!Directory.Exists(folder)) return builder;
        var sources = builder.Configuration.Sources;
        var commandLine = sources.LastOrDefault(source => source is CommandLineConfigurationSource);
        try
        {
            sources.Insert(commandLine is null ? sources.Count : sources.IndexOf(commandLine), new KeyPerFileConfigurationSource { FileProvider = new PhysicalFileProvider(folder), Optional = true });
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupException($"A secret of {folder} can't be read: {e.Message}", e);
        }
        return builder;
    }
}
