using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.ColdChain;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Lots;
using Npgsql;
using LotStatus = Lotmark.Scanner.Lots.LotStatus;

namespace Lotmark.Ledger.LotPages;

/// <summary>Answers the pages: from the lot's own few events, its newest leaf and its anchor.</summary>
public sealed class LotDocuments(
    LotReader lots, NpgsqlDataSource database, AnchorReader anchors, ReadTemperatures temperatures, LotLinks links) : ILotDocuments
{
    // As many as a chart on a phone can show.
    private const int ChartPoints = 60;

    /// <inheritdoc />
    public ValueTask<LotDocument?> FindAsync(DigitalLink lot, CancellationToken cancel) => AwayLedger.ToldAsync(() => ReadAsync(lot, cancel));

    /// <inheritdoc />
    public ValueTask<ProductDocument?> FindProductAsync(string gtin, CancellationToken cancel) => AwayLedger.ToldAsync(() => ReadProductAsync(gtin, cancel));

    private async Task<LotDocument?> ReadAsync(DigitalLink lot, CancellationToken cancel)
    {
        var key = LotKey.FromPath(lot.Path);
        var (history, leaf, best) = await RecordedAsync(key, cancel);
        if (history.Lot is not { IsVoid: false } found) return null;
        return Document(found, links.Of(key), Proof(found, leaf, best) with { RpcUrls = anchors.PublicRpcUrls }) with
        {
            Journey = PublicJourney.Of(history),
            Temperature = await MeasuredAsync(found, cancel),
        };
    }

    private async Task<ProductDocument?> ReadProductAsync(string gtin, CancellationToken cancel)
    {
        await using var newest = database.CreateCommand("select id from lotmark.mt_streams where id like @lots order by created desc limit 1");
        newest.Parameters.AddWithValue("lots", $"01/{gtin}/10/%"); // digits only, nothing to escape
        if (await newest.ExecuteScalarAsync(cancel) is not string lot) return null;
        var found = await lots.FindAsync(LotKey.FromPath(lot), cancel);
        return found is null or { IsVoid: true } ? null : new() { Gtin = gtin, Name = Text(found.Description.ProductName), Brand = found.Description.Brand };
    }

    // In one round trip: of a first view most of the time goes there.
    private async Task<(LotHistory History, NewestLeaf? Leaf, List<Anchor> Best)> RecordedAsync(LotKey lot, CancellationToken cancel)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(LotReader.Asking([lot.Path]));
        batch.BatchCommands.Add(LotLeaves.AskingNewestOf(lot.Path));
        batch.BatchCommands.Add(anchors.AskingBest());
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var history = (await lots.ReadAsync([lot.Path], reader, cancel))[lot.Path];
        await reader.NextResultAsync(cancel);
        var leaf = await LotLeaves.ReadNewestAsync(reader, cancel);
        await reader.NextResultAsync(cancel);
        return (history, leaf, await AnchorReader.ReadAsync(reader, cancel));
    }

    private static LotProof Proof(Lot lot, NewestLeaf? leaf, List<Anchor> best)
    {
        if (leaf is null || leaf.Version < lot.Version) return new() { State = ProofState.Recorded, RecordedAt = lot.RecordedAt };
        var logged = new LotProof
        {
            State = ProofState.Logged,
            RecordedAt = lot.RecordedAt,
            LoggedAt = leaf.LoggedAt,
            LeafIndex = leaf.Index,
            LogSize = leaf.LogSize,
        };
        return best.Find(a => a.Size > leaf.Index) is not { } anchor ? logged : logged with
        {
            State = anchor.State == AnchorState.Final ? ProofState.Final : ProofState.Anchored,
            LogSize = anchor.Size,
            AnchoredAt = anchor.MinedAt,
            FinalAt = anchor.FinalAt,
            Block = anchor.Block,
            Confirmations = anchor.Depth,
            ChainId = anchor.ChainId,
            Contract = anchor.Contract,
            Transaction = anchor.Transaction,
        };
    }

    private static LotDocument Document(Lot lot, LotAddresses addresses, LotProof proof)
    {
        var about = lot.Description;
        return new()
        {
            Gtin = about.Gtin.Value,
            LotNumber = about.LotNumber.Value,
            Status = Enum.Parse<LotStatus>(lot.Status.ToString()),
            ProductName = Text(about.ProductName),
            Brand = about.Brand,
            Species = about.Species,
            Category = about.Category,
            PackSize = about.PackSize,
            PackStyle = about.PackStyle,
            NetWeightKg = about.NetWeightKg,
            PackageCount = about.PackageCount,
            EntryDate = about.EntryDate,
            ExportCountry = about.ExportCountry.Value,
            OriginCountry = about.OriginCountry.Value,
            PortOfEntry = about.PortOfEntry.Value,
            TransportMode = about.TransportMode,
            ProductionDate = about.ProductionDate,
            ProductionDateTo = about.ProductionDateTo,
            ExpiryDate = about.ExpiryDate,
            ShelfLifeDays = (int?)about.ShelfLifeDays,
            FreezeDate = about.FreezeDate,
            SlaughterDate = about.SlaughterDate,
            HarvestDate = about.HarvestDate,
            StorageTempMinC = about.StorageTempMinC,
            StorageTempMaxC = about.StorageTempMaxC,
            Importer = new(Text(about.Importer.Name), about.Importer.Address, about.Importer.Contact),
            Manufacturer = new(about.OverseasManufacturer.Name, about.OverseasManufacturer.GaccNumber?.Value ?? about.OverseasManufacturer.ForeignEstablishmentNo),
            Exporter = about.Exporter.Name,
            DeclarationLastFour = about.CustomsDeclarationNo.LastFour,
            CertificateLastFour = about.CiqCertificateNo?[^4..],
            Certificates = [.. lot.Documents.Values.Where(d => d is { ReplacedBy: null } and not { Content.Type: DocumentCodes.Photo, Public: false }).Select(d => Certificate(d, addresses))],
            OrderReason = (lot.Recall ?? lot.Hold)?.Reason,
            RegisteredAt = lot.RegisteredAt,
            Version = lot.Version,
            Proof = proof,
        };
    }

    private static LotCertificate Certificate(AttachedDocument document, LotAddresses lot)
    {
        var content = document.Content;
        return new(
            content.Type, content.LastFour is { Length: > 0 } lastFour ? lastFour : null, content.Issuer, content.IssuedOn, content.ValidTo, content.Result,
            document.Public ? $"{lot.Self}/documents/{document.Id}" : null);
    }

    private async Task<MeasuredTemperature?> MeasuredAsync(Lot lot, CancellationToken cancel)
    {
        var measured = lot.Temperatures;
        if (measured.Readings == 0) return null;
        var chart = await temperatures.ChartAsync(lot, null, null, ChartPoints, cancel);
        // Where several devices measured, the shopper is shown the worst of them.
        var course = chart.Series.SelectMany(s => s.Points).GroupBy(p => (long)((p.From - chart.From).TotalSeconds / chart.StepSeconds))
            .OrderBy(stretch => stretch.Key).Select(stretch => new TemperatureSpan(stretch.Min(p => p.From), stretch.Min(p => p.MinC), stretch.Max(p => p.MaxC)));
        var excursions = measured.Excursions.Select(e => new TemperatureExcursion(e.Start, e.End, e.PeakC, e.LimitC));
        return new(measured.Readings, measured.From!.Value, measured.To!.Value, measured.MinC!.Value, measured.MaxC!.Value, [.. excursions]) { Course = [.. course] };
    }

    private static BilingualText Text(LocalName name) => new(name.Zh, name.En);
}
