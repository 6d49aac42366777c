namespace Lotmark.Ledger.Access;

/// <summary>How far a permission goes.</summary>
public enum Reach
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To what one's own organisation is a party to.</summary>
    Own,

    /// <summary>To everything.</summary>
    Any,
}

/// <summary>Who may do what: all of it, in one table.</summary>
public static class Permissions
{
    private const Reach ___ = Reach.None, Own = Reach.Own, Any = Reach.Any;

    // A storage house gets no RepackLot: it must not invent a lot code (21 CFR 1.1320).
    // A laboratory attaches its report to any lot: a sample reaches it without custody being recorded. It adds, under its own name, and
    // sees nothing of a lot it is no party to.
    // An importer recalls what it imported (Food Safety Law, articles 63 and 94); only an authority says that the danger is over.
    private static readonly (Reach[] ByRole, Operation Operation)[] Table =
    [
        // Importer
        //    ColdStore
        //         Wholesaler
        //              Retailer
        //                   Laboratory
        //                        Inspector
        //                             Reader
        //                                  Admin
        ([Own, ___, ___, ___, ___, ___, ___, ___, ___], Operation.RegisterLot),
        ([Own, ___, ___, ___, ___, ___, ___, ___, ___], Operation.ImportLots),
        ([Own, ___, ___, ___, ___, Any, ___, Any, Any], Operation.ReadImports),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadLot),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadHistory),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadTrace),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ListLots),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.CorrectLot),
        ([Own, Own, Own, Own, Any, Any, ___, ___, Any], Operation.AttachDocument),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadDocument),
        ([Own, ___, ___, ___, ___, Any, ___, ___, Any], Operation.PublishDocument),
        ([Own, ___, ___, ___, ___, ___, ___, ___, ___], Operation.ReleaseToMarket),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.ReceiveLot),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.ShipLot),
        ([Own, Own, Own, ___, ___, ___, ___, ___, ___], Operation.SplitLot),
        ([Own, Own, Own, ___, ___, ___, ___, ___, ___], Operation.MergeLot),
        ([Own, ___, Own, Own, ___, ___, ___, ___, ___], Operation.RepackLot),
        ([___, ___, Own, Own, ___, ___, ___, ___, ___], Operation.StockLot),
        ([___, ___, Own, Own, ___, ___, ___, ___, ___], Operation.SellLot),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.DestroyLot),
        ([Own, ___, ___, ___, ___, ___, ___, ___, ___], Operation.ReexportLot),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.RecordTemperatures),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadTemperatures),
        ([Own, ___, ___, ___, ___, ___, ___, ___, ___], Operation.IssueSerials),
        ([Own, Own, Own, Own, Own, Any, Own, Any, Any], Operation.ReadSerial),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.HoldLot),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.LiftHold),
        ([Own, ___, ___, ___, ___, Any, ___, ___, Any], Operation.RecallLot),
        ([___, ___, ___, ___, ___, Any, ___, Any, Any], Operation.ReadReports),
        ([___, ___, ___, ___, ___, Any, ___, Any, Any], Operation.AnswerReport),
        ([___, ___, ___, ___, ___, Any, ___, Any, Any], Operation.EraseReport),
        ([Any, Any, Any, Any, Any, Any, Any, Any, Any], Operation.ReadLocations),
        ([Own, Own, Own, Own, Own, ___, ___, Any, ___], Operation.RegisterLocation),
        ([___, ___, ___, ___, ___, ___, ___, Any, ___], Operation.ManageOrganisations),
        ([___, ___, ___, ___, ___, ___, ___, Any, ___], Operation.ManageKeys),
        ([Own, Own, Own, Own, Own, Own, Own, Own, Own], Operation.ReadOwnOrganisation),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.ProposeRecall),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.ConfirmRecall),
        ([Own, Own, Own, Own, ___, Any, Own, Any, Any], Operation.ReadRecalls),
        ([Own, Own, Own, Own, ___, ___, ___, ___, ___], Operation.AcknowledgeRecall),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.ReadDossier),
        ([Own, Own, Own, Own, ___, Any, ___, ___, Any], Operation.ExportRecords),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.ReadSignals),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.SetSightingAside),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.ReadTasks),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.PublishTask),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.WorkOnTask),
        ([___, ___, ___, ___, ___, ___, ___, ___, Any], Operation.CancelTask),
        ([Own, Own, Own, Own, ___, Own, Own, ___, Own], Operation.ReadWebhooks),
        ([Own, Own, Own, Own, ___, Own, ___, ___, Own], Operation.ManageWebhooks),
        ([___, ___, ___, ___, ___, Any, ___, ___, Any], Operation.UseDesk),
        ([___, ___, ___, ___, ___, ___, ___, ___, Any], Operation.ManageAccounts),
    ];

    // Keys narrower than the business are allowed: the terminal in an importer's own cold store needs no more than a cold store's.
    private static readonly (OrganisationKind Kind, Role[] Roles)[] RolesOfKinds =
    [
        (OrganisationKind.Importer, [Role.Importer, Role.ColdStore, Role.Wholesaler, Role.Retailer, Role.Reader]),
        (OrganisationKind.ColdStore, [Role.ColdStore, Role.Reader]),
        (OrganisationKind.Wholesaler, [Role.Wholesaler, Role.ColdStore, Role.Retailer, Role.Reader]),
        (OrganisationKind.Retailer, [Role.Retailer, Role.Reader]),
        (OrganisationKind.Laboratory, [Role.Laboratory, Role.Reader]),
        (OrganisationKind.Authority, [Role.Inspector, Role.Supervisor, Role.Reader]),
        (OrganisationKind.Operator, [Role.Admin, Role.Reader]),
    ];

    private static readonly Dictionary<Operation, Reach[]> ByOperation = Table.ToDictionary(row => row.Operation, row => row.ByRole);

    /// <summary>How far keys of a role reach when they would do this.</summary>
    public static Reach Of(Role role, Operation operation) => ByOperation[operation][(int)role];

    /// <summary>The roles that may do this at all.</summary>
    public static IEnumerable<Role> MayDo(Operation operation) => Enum.GetValues<Role>().Where(role => Of(role, operation) != Reach.None);

    /// <summary>The roles that keys of such an organisation may have.</summary>
    public static IReadOnlyList<Role> RolesOf(OrganisationKind kind) => RolesOfKinds.First(row => row.Kind == kind).Roles;
}
