namespace Lotmark.Ledger.Samples;

/// <summary>Lots to look at, and businesses to ship them to.</summary>
public static class SamplesModule
{
    /// <summary>Adds them; they are registered at the first start of an embedded ledger.</summary>
    public static void AddSamples(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SampleOrganisations>();
        builder.Services.AddSingleton<SampleLots>();
    }
}
