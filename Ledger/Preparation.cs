using Lotmark.Ledger.Access;
using Lotmark.Ledger.Access.Accounts;
using Lotmark.Ledger.Access.Provider;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Embedded;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Samples;

namespace Lotmark.Ledger;

/// <summary>What must be true before the first request: tables, the log's name, the contract, the first keys, the samples.</summary>
public static class Preparation
{
    private const string SamplesDone = "samples.registered";

    /// <summary>Makes it true. Every step may be repeated.</summary>
    public static async Task PrepareAsync(this WebApplication app, EmbeddedMachine machine, Settings settings, Action<string> say, CancellationToken cancel)
    {
        var services = app.Services;
        await services.GetRequiredService<AppliedSchema>().EnsureAsync(cancel);

        await Task.WhenAll(
            settings.Worker ? PrepareLogAsync(services, machine, settings, app.Configuration, cancel) : Task.CompletedTask,
            PrepareKeysAsync(services.GetRequiredService<FirstKeys>(), services.GetRequiredService<FirstAccount>(), machine, settings, cancel));

        if (services.GetService<ProviderSettings>() is { } provider) await provider.RequireOrganisationAsync(services.GetRequiredService<Organisations>(), cancel);

        if (!machine.HasDatabase || File.Exists(settings.PathOf(SamplesDone))) return;
        say("Registering the sample lots …");
        await services.GetRequiredService<SampleOrganisations>().AdmitAsync(cancel);
        await services.GetRequiredService<SampleLots>().RegisterAsync(cancel);
        await File.WriteAllTextAsync(settings.PathOf(SamplesDone), "", cancel);
    }

    private static async Task PrepareLogAsync(
        IServiceProvider services, EmbeddedMachine machine, Settings settings, IConfiguration configuration, CancellationToken cancel)
    {
        services.GetRequiredService<SignedHead>().Read();
        var signer = services.GetRequiredService<LogSigner>();
        await services.GetRequiredService<LogKeys>().NameAsync(Settings.OriginOf(settings.PublicUrl), signer, cancel);
        await machine.DeployContractAsync(signer.Origin, configuration, cancel);
        services.GetRequiredService<ChainFactory>().Require();
    }

    private static async Task PrepareKeysAsync(FirstKeys keys, FirstAccount account, EmbeddedMachine machine, Settings settings, CancellationToken cancel)
    {
        if (settings.AdminKey is { } key) await keys.AdmitAdminAsync(key, cancel);
        if (!machine.HasDatabase) return;
        await keys.WriteToAsync(settings.DataDirectory, cancel);
        await account.WriteToAsync(settings.DataDirectory, cancel);
    }
}
