using System.Text;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Samples;

/// <summary>A few lots to look at in a fresh ledger. Companies, people and numbers are made up.</summary>
public sealed class SampleLots(LotStreams lots)
{
    /// <summary>The one whose page is shown at the start.</summary>
    public static readonly LotKey Shown = LotKey.FromPath("01/09520123451189/10/EC%2FVAN-0926.17");

    /// <summary>Registers them, as the importer named in them would. Again: nothing changes.</summary>
    public async Task RegisterAsync(CancellationToken cancel)
    {
        var uscc = Uscc.TryParse(FirstKeys.SampleImporter.Uscc!, out var code, out _) ? code : (Uscc?)null;
        var importer = new Actor(FirstKeys.SampleImporter.Id, uscc, "samples", Role.Importer);
        foreach (var sample in Read())
        {
            var description = sample.Describe();
            await lots.RegisterAsync(
                new(description.Gtin, description.LotNumber), lot => RegisterLot.Decide(lot, description, importer), null, cancel);
        }
    }

    private static IEnumerable<RegisterLot> Read()
    {
        foreach (var (name, json) in EmbeddedFiles.In("Samples"))
        {
            var errors = new FieldErrors();
            yield return StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(json), errors) is { } sample && !errors.Any
                ? sample
                : throw new InvalidOperationException($"{name} is not a registration.");
        }
    }
}
