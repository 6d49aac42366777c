using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Lots;

/// <summary>When a registration is well formed: every rule that the request alone can tell.</summary>
public sealed class RegisterLotValidator : AbstractValidator<RegisterLot>
{
    private const string ImportingCountry = "CN";
    private static readonly HashSet<string> ExpectedChapters = ["02", "03", "04", "05", "07", "08", "16", "20", "21"];

    /// <summary>Rules against today's date in the importing country.</summary>
    public RegisterLotValidator(TimeProvider clock)
    {
        RuleFor(x => x.Gtin).Required().Check(Rules.FormOf<Gtin>);
        RuleFor(x => x.LotNumber).Required().Check(Rules.FormOf<LotNumber>);
        RuleFor(x => x.ProductName).Required().Check(SomeLanguage);
        When(x => x.ProductName is not null, () =>
        {
            RuleFor(x => x.ProductName!.Zh).AtMost(150);
            RuleFor(x => x.ProductName!.En).AtMost(150);
        });
        RuleFor(x => x.Brand).AtMost(100);
        RuleFor(x => x.Species).AtMost(100);
        RuleFor(x => x.Category).Required().OneOf(LotCodes.Categories);
        RuleFor(x => x.PackSize).Required().AtMost(50);
        RuleFor(x => x.PackStyle).Required().AtMost(50);
        RuleFor(x => x.Quantity).Required().Positive().Check((x, quantity) => x.Uom is null && quantity % 1 != 0
            ? new("quantity-whole", "Without uom the quantity counts packages and must be a whole number.", "未填写单位时，数量为件数，应为整数。") : null);
        RuleFor(x => x.Uom).OneOf(LotCodes.Units);
        RuleFor(x => x.PackageCount).Required().Check((_, count) => count <= 0
            ? new("not-positive", "This number must be greater than 0.", "此数字必须大于0。") : null);
        RuleFor(x => x.NetWeightKg).Required().Positive();

        Dates(clock);
        Temperatures();

        RuleFor(x => x.HsCode).Required().Check(Rules.FormOf<HsCode>).Warn((_, code) => code is { Length: > 2 } && !ExpectedChapters.Contains(code[..2])
            ? new("hs-chapter", $"Chapter {code[..2]} is unusual for refrigerated or frozen food (02, 03, 04, 05, 07, 08, 16, 20, 21).",
                $"第{code[..2]}章的HS编码在冷藏冷冻食品中不常见（常见为02、03、04、05、07、08、16、20、21章）。") : null);
        RuleFor(x => x.OriginCountry).Required().Check(Rules.FormOf<CountryCode>);
        RuleFor(x => x.ExportCountry).Required().Check(Rules.FormOf<CountryCode>);
        Parties();
        Freight();
    }

    private void Dates(TimeProvider clock)
    {
        RuleFor(x => x.EntryDate).Required().Check((_, entry) => entry > ImportingCountryDay.Of(clock.GetUtcNow())
            ? new("in-the-future", "The entry date can't be in the future.", "入境日期不能晚于今天。") : null);
        RuleFor(x => x.ProductionDate).Required().Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.ProductionDateTo).Check((x, day) => NotBefore(x.ProductionDate, day)).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.FreezeDate).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.FreezeDateTo).Check((x, day) => NotBefore(x.FreezeDate, day)).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.SlaughterDate).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.SlaughterDateTo).Check((x, day) => NotBefore(x.SlaughterDate, day)).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.HarvestDate).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.HarvestDateTo).Check((x, day) => NotBefore(x.HarvestDate, day)).Check((x, day) => NotAfterEntry(x, day));
        RuleFor(x => x.ExpiryDate).Check((x, expiry) => (expiry, x.ShelfLifeDays) switch
        {
            (null, null) => new("required", "Give expiryDate or shelfLifeDays.", "请填写保质期至（expiryDate）或保质期天数（shelfLifeDays）。"),
            (not null, not null) => new("expiry-twice", "Give expiryDate or shelfLifeDays, not both.", "保质期至与保质期天数只能填写一个。"),
            _ when expiry <= x.ProductionDate => new("expiry-before-production", "The expiry date must be after the production date.", "保质期至应晚于生产日期。"),
            _ => null,
        });
        RuleFor(x => x.ShelfLifeDays).Check((_, days) => days is < 1 or > 36500
            ? new("shelf-life", "Shelf life is 1 to 36500 days.", "保质期天数应在1至36500之间。") : null);
    }

    private void Temperatures()
    {
        RuleFor(x => x.StorageTempMaxC).Required().Check((_, max) => max is > -18m and <= -3m or > 8m or < -80m
            ? new("storage-temperature", "Frozen food is kept at -18.0 °C or colder, chilled food above its freezing point and at 8.0 °C or colder.",
                "冷冻食品应在-18.0℃及以下储存，冷藏食品应在冰点以上、8.0℃及以下储存。") : null);
        RuleFor(x => x.StorageTempMinC).Check((x, min) => min > x.StorageTempMaxC || min < -80m
            ? new("storage-temperature-range", "The lowest storage temperature can't be above the highest, nor below -80 °C.", "最低储存温度不能高于最高储存温度，也不能低于-80℃。") : null);
    }

    private void Parties()
    {
        RuleFor(x => x.OverseasManufacturer).Required();
        RuleFor(x => x.OverseasManufacturer!).SetValidator(new ManufacturerRules()).When(x => x.OverseasManufacturer is not null);
        When(x => x.OverseasManufacturer is not null, () =>
        {
            RuleFor(x => x.OverseasManufacturer!.GaccNumber).Warn(OtherCountry);
            RuleFor(x => x.OverseasManufacturer!.ValidTo).Warn((x, validTo) => validTo < x.EntryDate
                ? new("registration-expired", "The manufacturer's registration ended before the entry date.", "境外生产企业注册在入境日期前已到期。") : null);
        });
        When(x => x.OverseasColdStore is not null, () => RuleFor(x => x.OverseasColdStore!.GaccNumber).Required().Check(Rules.FormOf<GaccNumber>));
        RuleFor(x => x.Exporter).Required();
        When(x => x.Exporter is not null, () => RuleFor(x => x.Exporter!.Name).Required().AtMost(200));
        RuleFor(x => x.Importer).Required();
        RuleFor(x => x.Importer!).SetValidator(new ImporterRules()).When(x => x.Importer is not null);
    }

    private void Freight()
    {
        RuleFor(x => x.PortOfEntry).Required().Check(Rules.FormOf<UnLocode>).Check((_, port) => port is { Length: 5 } && !port.StartsWith(ImportingCountry, StringComparison.Ordinal)
            ? new("port-abroad", $"The port of entry must lie in the importing country ({ImportingCountry}).", "入境口岸应在进口国境内（CN）。") : null);
        RuleFor(x => x.CustomsDeclarationNo).Required().Check(Rules.FormOf<CustomsDeclarationNumber>).Check((x, number) =>
            CustomsDeclarationNumber.TryParse(number ?? "", out var declaration, out _) && declaration.Year > x.EntryDate?.Year + 1
                ? new("declaration-year", "The declaration's year (digits 5 to 8) can't be later than the year after entry.", "报关单号第5至8位的年份不能晚于入境次年。") : null);
        RuleFor(x => x.CiqCertificateNo).Check((_, number) => number is null || CiqCertificateNumber.TryParse(number, out CiqCertificateNumber _, out var problem) ? null : problem);
        RuleFor(x => x.TransportMode).Required().OneOf(LotCodes.TransportModes);
        RuleFor(x => x.ContainerNo).Check(Rules.FormOf<ContainerNumber>).Check((x, number) => x.TransportMode == "sea" && number is null or ""
            ? new("container-by-sea", "Sea freight needs its container number.", "海运货物应填写集装箱号。") : null);
        RuleFor(x => x.BillOfLadingNo).AtMost(50);
        RuleFor(x => x.ContractNo).AtMost(50);
        RuleFor(x => x.Buyers).AtMost(500);
        RuleFor(x => x.SealNo).AtMost(50);
    }

    private static FieldProblem? OtherCountry(RegisterLot x, string? number) =>
        GaccNumber.TryParse(number ?? "", out var registration, out _) && CountryCode.TryParse(x.OriginCountry ?? "", out var origin, out _)
            && origin.ThreeLetters is { } letters && registration.Country != letters
            ? new("manufacturer-country", $"The manufacturer is registered in {registration.Country}; the country of origin is {origin.Value} ({letters}).",
                $"境外生产企业注册国别为 {registration.Country}，与原产国（地区）{origin.Value}（{letters}）不一致。")
            : null;

    private static FieldProblem? NotAfterEntry(RegisterLot x, DateOnly? day) => day > x.EntryDate
        ? new("after-entry", "This can't be later than the entry date.", "此日期不能晚于入境日期。") : null;

    private static FieldProblem? NotBefore(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (_, null) => null,
        (null, _) => new("range-without-start", "The end of a range needs its first day.", "填写结束日期时应同时填写开始日期。"),
        _ when to < from => new("range-backwards", "The last day can't be before the first.", "结束日期不能早于开始日期。"),
        _ => null,
    };

    private static FieldProblem? SomeLanguage(RegisterLot.Name? name) => name is { Zh: null or "", En: null or "" }
        ? new("name-language", "Give the name in Chinese (zh), English (en) or both.", "请填写中文（zh）或英文（en）名称，至少一种。") : null;

    private sealed class ManufacturerRules : AbstractValidator<RegisterLot.Manufacturer>
    {
        public ManufacturerRules()
        {
            RuleFor(x => x.Name).Required().AtMost(200);
            RuleFor(x => x.GaccNumber).Check(Rules.FormOf<GaccNumber>).Check((x, number) => number is null or "" && x.ForeignEstablishmentNo is null or ""
                ? new("manufacturer-number", "Give the registration number in China (gaccNumber) or the foreign approval number (foreignEstablishmentNo).",
                    "请填写在华注册编号（gaccNumber）或境外主管部门批准编号（foreignEstablishmentNo）。") : null);
            RuleFor(x => x.ForeignEstablishmentNo).AtMost(50);
        }
    }

    private sealed class ImporterRules : AbstractValidator<RegisterLot.ImporterParty>
    {
        public ImporterRules()
        {
            RuleFor(x => x.Name).Required().Check(SomeLanguage);
            When(x => x.Name is not null, () =>
            {
                RuleFor(x => x.Name!.Zh).AtMost(200);
                RuleFor(x => x.Name!.En).AtMost(200);
            });
            RuleFor(x => x.Uscc).Required().Check(Rules.FormOf<Uscc>);
            RuleFor(x => x.Address).Required().AtMost(300);
            RuleFor(x => x.Contact).Required().AtMost(100);
        }
    }
}
