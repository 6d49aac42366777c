namespace Lotmark.Ledger.Samples;

/// <summary>Lots to look at.</summary>
public static class SamplesModule
{
    /// <summary>Adds them; they are registered at the first start of an embedded ledger.</summary>
    public static void AddSamples(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SampleLots>();
}
