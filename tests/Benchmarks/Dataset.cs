using System.Globalization;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Lotmark.Benchmarks;

/// <summary>Lots as a country has them, recorded by the path of bulk imports: five events each, from the port through a cold store to a shop that sells of it.</summary>
internal static class Dataset
{
    /// <summary>Events of each lot.</summary>
    public const int EventsOfALot = 5;

    /// <summary>The lot of which, over one step, and of each of which, over another, a hundred lots are made: 10,101 in all.</summary>
    public const string Wide = "01/09520123451189/10/WIDE";

    /// <summary>The first of lots of which each is made of the one before it.</summary>
    public const string Deep = "01/09520123451189/10/DEEP-0";

    /// <summary>Lots of that chain.</summary>
    public const int Depth = 2_000;

    /// <summary>Lots of each step of <see cref="Wide" />.</summary>
    public const int Width = 100;

    private const int Importers = 200, Shops = 3_000, Products = 400, AtOnce = 1024;
    private static readonly DateTimeOffset Start = new(2025, 1, 6, 8, 0, 0, TimeSpan.FromHours(8));
    private static readonly PublicPlace City = new("Hangzhou", "Zhejiang", "CN");
    private static readonly string[] Origins = ["EC", "NO", "CL", "AR", "BR", "AU", "NZ", "VN", "ID", "IN", "RU", "CA", "US", "ES", "NL", "IS", "GL", "PE", "TH", "ZA"];
    private static readonly string[] Chinese = ["南美白虾", "三文鱼", "车厘子", "羊排", "牛腱", "猪肋排", "北极甜虾", "鳕鱼排", "带鱼段", "鱿鱼须", "金枪鱼", "帝王蟹", "青口贝", "扇贝柱", "鸡翅中", "黑虎虾", "比目鱼", "秋刀鱼", "面包蟹", "银鳕鱼"];
    private static readonly string[] English = ["whiteleg shrimp", "Atlantic salmon", "cherries", "lamb rack", "beef shank", "pork ribs", "northern prawns", "cod fillets", "hairtail", "squid tentacles", "tuna loin", "king crab", "green mussels", "scallop meat", "chicken wings", "tiger prawns", "flounder", "saury", "brown crab", "sablefish"];
    private static readonly string[] Makers = ["Camaronera", "Nordfisk", "Pescados", "Frigorífico", "Southern", "Pacific", "Arctic", "Andes", "Mekong", "Highland", "Fjord", "Pampas", "Coral", "Baltic", "Austral"];

    /// <summary>Records lots.</summary>
    public static async Task MakeAsync(BenchmarkLedger ledger, int lots, Action<int> told)
    {
        await PlacesAsync(ledger);
        var (streams, sample) = (ledger.Services.GetRequiredService<LotStreams>(), Sample());
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, lots), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, cancel) =>
        {
            await RecordAsync(streams, Describe(sample, n), d => Life(d, n), cancel);
            if (Interlocked.Increment(ref done) is var count && count % 100_000 == 0) told(count);
        });
        await RepackedAsync(streams, sample);
    }

    /// <summary>Number of lots beside those that were asked for.</summary>
    public const int Repacked = 1 + Width + Width * Width + Depth;

    // As imports do it: lots that begin in one transaction share its statement.
    private static async Task RecordAsync(LotStreams streams, LotDescription about, Func<LotDescription, IReadOnlyList<ILotFact>> facts, CancellationToken cancel)
    {
        var outcome = await streams.RegisterAsync(new(about.Gtin, about.LotNumber), _ => new Decision.Accepted(facts(about), []), null, cancel);
        if (outcome is not Outcome.Recorded) throw new InvalidOperationException($"{about.LotNumber}: {outcome}");
    }

    private static List<ILotFact> Life(LotDescription about, int n)
    {
        var at = Start.AddMinutes(n * 0.9 % 1_000_000);
        var (importer, shop) = (By($"importer-{n % Importers}"), n % Shops);
        var (cold, quantity) = ($"cold-{n % Importers}", about.Quantity / 2);
        return
        [
            new LotRegistered(about, importer),
            new LotReceived(null, cold, City, ConfidentialNumber.Seal(about.Quantity), at, -20, "product", Document(n), null, importer),
            new LotShipped("S-1", cold, City, $"shop-{shop}", City, $"retailer-{shop}", ConfidentialNumber.Seal(quantity), null, at.AddDays(3), -20, "product", null, Document(n), null, null, importer),
            new LotReceived("S-1", $"shop-{shop}", City, ConfidentialNumber.Seal(quantity), at.AddDays(4), -19, "product", Document(n), null, By($"retailer-{shop}")),
            new LotSold($"shop-{shop}", City, ConfidentialNumber.Seal(quantity / 4), null, at.AddDays(6), By($"retailer-{shop}")),
        ];
    }

    private static async Task RepackedAsync(LotStreams streams, LotDescription sample)
    {
        var first = Named(sample, "WIDE");
        await RecordAsync(streams, first, d => [new LotRegistered(d, By("importer-0")), Use("T-W", Enumerable.Range(0, Width).Select(i => $"WIDE-{i}"))], default);
        foreach (var i in Enumerable.Range(0, Width))
        {
            await RecordAsync(streams, Named(sample, $"WIDE-{i}"), d => [Made(d, "T-W", "WIDE"), Use($"T-W{i}", Enumerable.Range(0, Width).Select(j => $"WIDE-{i}-{j}"))], default);
            await Parallel.ForEachAsync(Enumerable.Range(0, Width), async (j, cancel) => await RecordAsync(streams, Named(sample, $"WIDE-{i}-{j}"), d => [Made(d, $"T-W{i}", $"WIDE-{i}")], cancel));
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, Depth), async (i, cancel) => await RecordAsync(streams, Named(sample, $"DEEP-{i}"), d =>
        [
            i == 0 ? new LotRegistered(d, By("importer-0")) : Made(d, $"T-D{i}", $"DEEP-{i - 1}"), .. i < Depth - 1 ? [Use($"T-D{i + 1}", [$"DEEP-{i + 1}"])] : Array.Empty<ILotFact>(),
        ], cancel));

        static LotRepacked Made(LotDescription about, string transformation, string from) => new(
            about, transformation, [new(Path(from), ConfidentialNumber.Seal(1))], "cold-0", City, Start.AddDays(20), Start, Document(0), By("importer-0"));

        static LotUsed Use(string transformation, IEnumerable<string> into) =>
            new(transformation, "cold-0", ConfidentialNumber.Seal(1), null, [.. into.Select(Path)], Start.AddDays(20), Document(0), By("importer-0"));

        static string Path(string number) => $"01/09520123451189/10/{number}";
    }

    private static async Task PlacesAsync(BenchmarkLedger ledger)
    {
        var store = ledger.Services.GetRequiredService<IDocumentStore>();
        await store.BulkInsertAsync([
            .. Enumerable.Range(0, Importers).Select(i => Organisation($"importer-{i}", OrganisationKind.Importer)),
            .. Enumerable.Range(0, Shops).Select(i => Organisation($"retailer-{i}", OrganisationKind.Retailer))]);
        await store.BulkInsertAsync([
            .. Enumerable.Range(0, Importers).Select(i => Place($"cold-{i}", $"importer-{i}")),
            .. Enumerable.Range(0, Shops).Select(i => Place($"shop-{i}", $"retailer-{i}"))]);

        static Organisation Organisation(string id, OrganisationKind kind) => new(id, kind, new() { En = $"Company {id}" }, null, null, "1 Road");
        static Location Place(string id, string organisation) => new(id, organisation, null, new() { En = $"Place {id}" }, "0571", "1 Road", null, "Hangzhou", "Zhejiang", "310000", "CN");
    }

    private static LotDescription Describe(LotDescription sample, int n)
    {
        var (product, maker) = (n * 7 % Products, n * 13 % 900);
        var kind = product % Chinese.Length;
        var country = Identifier.Parse<CountryCode>(Origins[maker % Origins.Length]);
        return Named(sample, string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + n % 26)}{n:D7}")) with
        {
            ProductName = new() { Zh = $"冻{Chinese[kind]}{product / Chinese.Length}号", En = $"Frozen {English[kind]} no. {product / Chinese.Length}" },
            Brand = $"Brand {maker % 120}",
            OriginCountry = country,
            ExportCountry = country,
            OverseasManufacturer = new($"{Makers[maker % Makers.Length]} {maker} Foods", null, string.Create(CultureInfo.InvariantCulture, $"{Origins[maker % Origins.Length]}-{maker:D4}")),
            Exporter = new($"{Makers[maker % Makers.Length]} {maker} Trading"),
            ContainerNo = Container(n / 20),
            CustomsDeclarationNo = Confidential.Seal(string.Create(CultureInfo.InvariantCulture, $"310120251{n:D9}")),
            CiqCertificateNo = string.Create(CultureInfo.InvariantCulture, $"330125{n:D9}"),
            EntryDate = DateOnly.FromDateTime(Start.AddMinutes(n * 0.9 % 1_000_000).Date),
        };
    }

    private static LotDescription Named(LotDescription sample, string number) => sample with { LotNumber = Identifier.Parse<LotNumber>(number) };

    /// <summary>Container of a lot.</summary>
    public static string ContainerOf(int lot) => Container(lot / 20).Value;

    private static ContainerNumber Container(int n)
    {
        for (var digit = 0; digit < 10; digit++)
            if (ContainerNumber.TryParse(string.Create(CultureInfo.InvariantCulture, $"LMKU{n % 1_000_000:D6}{digit}"), out var number, out _)) return number;
        throw new InvalidOperationException("One of ten digits checks.");
    }

    private static LotDescription Sample() => StrictJson.Read<RegisterLot>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "ecuador-shrimp-sea.json")), new FieldErrors())!.Describe();

    private static RecordedBy By(string organisation) => new(organisation, "benchmark");

    private static Reference Document(int n) => new("desadv", Confidential.Seal(string.Create(CultureInfo.InvariantCulture, $"D-{n}")));
}
