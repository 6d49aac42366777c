using Lotmark.Ledger.Access;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Custody;

/// <summary>A holder repacks or processes a lot, alone or with others, into lots with codes of their own.</summary>
public sealed record RepackLot : Taking
{
    /// <summary>Location (GLN or id).</summary>
    public string? Location { get; init; }

    /// <summary>What other lots are used with it.</summary>
    public IReadOnlyList<Input>? With { get; init; }

    /// <summary>The lots made.</summary>
    public IReadOnlyList<Output>? Into { get; init; }

    /// <summary>The document it rests on.</summary>
    public ReferenceRequest? Reference { get; init; }

    /// <summary>Another lot that is used.</summary>
    public sealed record Input
    {
        /// <summary>Its GTIN.</summary>
        public string? Gtin { get; init; }

        /// <summary>Its lot number.</summary>
        public string? LotNumber { get; init; }

        /// <summary>How much of it; may be absent when units are named.</summary>
        public decimal? Quantity { get; init; }

        /// <summary>Unit of the quantity; the lot's own when absent.</summary>
        public string? Uom { get; init; }

        /// <summary>Units of it used whole, by SSCC.</summary>
        public IReadOnlyList<string>? Units { get; init; }

        internal LotKey Key => new(Identifier.Parse<Gtin>(Gtin), Identifier.Parse<LotNumber>(LotNumber));
    }

    /// <summary>A lot that is made. What is not said here it has from what it is made of.</summary>
    public sealed record Output
    {
        /// <summary>Its GTIN; may be that of the source.</summary>
        public string? Gtin { get; init; }

        /// <summary>Its lot number; a new one.</summary>
        public string? LotNumber { get; init; }

        /// <summary>Product name, where it differs.</summary>
        public RegisterLot.Name? ProductName { get; init; }

        /// <summary>Size of one package.</summary>
        public string? PackSize { get; init; }

        /// <summary>Kind of package.</summary>
        public string? PackStyle { get; init; }

        /// <summary>How much, in its uom, or packages where that is absent.</summary>
        public decimal? Quantity { get; init; }

        /// <summary>Its unit (UN/ECE Recommendation 20); absent for counted packages.</summary>
        public string? Uom { get; init; }

        /// <summary>Number of packages.</summary>
        public long? PackageCount { get; init; }

        /// <summary>Net weight in kilograms.</summary>
        public decimal? NetWeightKg { get; init; }

        /// <summary>Last day of shelf life, where it is shorter than that of the source.</summary>
        public DateOnly? ExpiryDate { get; init; }

        internal LotKey Key => new(Identifier.Parse<Gtin>(Gtin), Identifier.Parse<LotNumber>(LotNumber));
    }

    internal override IReadOnlyList<(string Field, string? Id)> Named => [("location", Location)];

    /// <summary>The rule: what is made weighs no more than what was used, is as old as the oldest, and is held when any of it is.</summary>
    /// <param name="lots">Histories of this lot and of those used with it, then of those made.</param>
    /// <param name="command">The command.</param>
    /// <param name="transformation">Names the event.</param>
    /// <param name="tolerance">How much more than was used may come out, as a fraction.</param>
    /// <param name="scene">Who, where, when.</param>
    public static Decision Decide(IReadOnlyList<LotHistory> lots, RepackLot command, string transformation, decimal tolerance, Scene scene)
    {
        IReadOnlyList<Input> used = [new() { Quantity = command.Quantity, Uom = command.Uom, Units = command.Units }, .. command.With ?? []];
        var (sources, made) = (lots.Take(used.Count).Select(l => l.Lot!).ToList(), lots.Skip(used.Count).ToList());
        if (made.FirstOrDefault(m => m.Lot is not null) is { } there)
            return Decision.Conflict("lot-exists", $"{there.Id} is registered already: what is made needs a lot number of its own.", $"{there.Id} 已登记：新批次应使用新的批次号。");

        var (sealedUse, kilograms) = (new List<ConfidentialNumber>(), 0m);
        for (var i = 0; i < sources.Count; i++)
        {
            if ((Moves.NotTheirs(sources[i], command.Location!, scene)
                ?? Moves.Stopped(sources[i], scene.Today)
                ?? Moves.BeforeEntry(sources[i], command.At!.Value)
                ?? OtherKind(sources[0], sources[i])) is { } refused) return refused;
            if (Moves.Taken(sources[i], command.Location!, used[i].Quantity, used[i].Uom, used[i].Units, out var quantity) is { } wrong) return wrong;
            sealedUse.Add(ConfidentialNumber.Seal(quantity));
            kilograms += Moves.Kilograms(sources[i], quantity);
        }
        var weight = command.Into!.Sum(o => o.NetWeightKg!.Value);
        if (weight > kilograms * (1 + tolerance))
            return Decision.Conflict("more-than-used", $"{weight:0.###} kg can't be made of {kilograms:0.###} kg.", $"产出{weight:0.###}千克超过投入{kilograms:0.###}千克。") with
            {
                Details = new Dictionary<string, object?> { ["left"] = kilograms, ["uom"] = "KGM" },
            };
        var oldest = sources.Min(s => s.LastDay);
        if (command.Into!.FirstOrDefault(o => o.ExpiryDate > oldest) is { } younger)
            return Decision.Conflict("expires-later", $"Repacking does not make food younger: {younger.LotNumber} can't keep longer than {oldest:yyyy-MM-dd}.", $"分装不能延长保质期：{younger.LotNumber} 不能晚于{oldest:yyyy-MM-dd}。");

        var (reference, names) = (command.Reference!.Sealed(), made.Select(m => m.Id).ToList());
        var uses = sources.Select((s, i) => new LotUsed(transformation, command.Location!, sealedUse[i], used[i].Units, names, command.At!.Value, reference, scene.By)).ToList();
        for (var i = 0; i < sources.Count; i++)
            if (Moves.Record(sources[i], uses[i], command.Location!) is Decision.Refused exceeds) return exceeds;

        var released = sources.TrueForAll(s => s.ReleasedAt is not null) ? sources.Max(s => s.ReleasedAt) : null;
        var from = sources.Select((s, i) => new LotRepacked.Source(s.Id, sealedUse[i])).ToList();
        var begun = command.Into!.Select(o => (o.Key, (ILotFact)new LotRepacked(
            Describe(sources[0].Description, oldest, o), transformation, from, command.Location!, scene.Places[command.Location!].Public, command.At!.Value, released, reference, scene.By)));
        return new Decision.Accepted([uses[0]], [.. sources.Skip(1).Select((s, i) => (LotKey.FromPath(s.Id), (ILotFact)uses[i + 1])), .. begun]);
    }

    // One record tells one origin: what differs in it can't become one lot.
    private static Decision.Refused? OtherKind(Lot first, Lot other) =>
        (first.Description.OriginCountry, first.Description.ExportCountry, first.Description.Category)
        == (other.Description.OriginCountry, other.Description.ExportCountry, other.Description.Category)
            ? null
            : Decision.Conflict("inputs-differ", "Lots that become one must have the same origin, exporting country and category.", "合并分装的批次应具有相同的原产国（地区）、输出国家（地区）和类别。");

    private static LotDescription Describe(LotDescription source, DateOnly? lastDay, Output output) => source with
    {
        Gtin = output.Key.Gtin,
        LotNumber = output.Key.Number,
        ProductName = output.ProductName is { } name ? new() { Zh = name.Zh, En = name.En } : source.ProductName,
        PackSize = output.PackSize!,
        PackStyle = output.PackStyle!,
        Quantity = output.Quantity!.Value,
        Uom = output.Uom,
        PackageCount = output.PackageCount!.Value,
        NetWeightKg = output.NetWeightKg!.Value,
        ExpiryDate = output.ExpiryDate ?? lastDay,
        ShelfLifeDays = null,
    };

    /// <summary>Serves it.</summary>
    public static void Map(IEndpointRouteBuilder lots) => lots.MapPost("/{gtin}/{number}/repack", HandleAsync)
        .OfUseCase<RepackLot>(Operation.RepackLot, "Repack or process a lot, alone or with others, into new lots");

    private static async Task<IResult> HandleAsync(
        LotKey lot, Valid<RepackLot> request, Actor actor, LotStreams lots, CustodyDesk desk, CustodySettings settings, LotAnswers answers, LotLinks links,
        HttpContext context, CancellationToken cancel)
    {
        var command = request.Value;
        if (command.With?.Any(i => i.Key == lot) is true || command.Into!.Any(o => o.Key == lot)) throw new InvalidRequestException(Itself(command, lot));
        var scene = await desk.SceneAsync(actor, command.Named, cancel);
        var transformation = $"T-{Guid.CreateVersion7():N}";
        var outcome = await lots.MakeAsync(
            [lot, .. (command.With ?? []).Select(i => i.Key)], [.. command.Into!.Select(o => o.Key)], actor.To(Operation.RepackLot),
            found => Decide(found, command, transformation, settings.ToleranceOf(found[0].Lot!.Description.Uom), scene), RequestIdentity.From(context, actor, request.BodyHash), cancel);
        return await answers.OfAsync(outcome, context, cancel, request.Warnings, (_, answer) => answer with { Products = [.. command.Into!.Select(o => links.Of(o.Key))] });
    }

    private static FieldErrors Itself(RepackLot command, LotKey lot)
    {
        var errors = new FieldErrors();
        var field = command.With?.Any(i => i.Key == lot) is true ? "with" : "into";
        errors.Add(field, new("same-lot", "This names the lot itself, which is used already.", "此处填写的是该批次本身。"), lot.Path);
        return errors;
    }
}
