#pragma warning disable CS1591
namespace Lotmark.Ledger.Access;
public enum Operation { RegisterLot, ImportLots, ReadLot, ReadHistory, ListLots, CorrectLot, AttachDocument, ReadDocument, PublishDocument, ReleaseToMarket,
    ReceiveLot, ShipLot, SplitLot, MergeLot, RepackLot, StockLot, SellLot, DestroyLot, ReexportLot, RecordTemperatures, ReadTemperatures,
    HoldLot, LiftHold, RecallLot, ReadLocations, RegisterLocation, ManageOrganisations, ManageKeys, ReadOwnOrganisation }
public enum Reach { None, Own, Any }
public readonly record struct Permit(Actor Actor, Operation Operation) { public Reach Reach => Actor.Role == Role.Importer ? Reach.Own : Reach.Any; }
public static class Permitting
{
    extension(Actor actor) { public Permit To(Operation operation) => new(actor, operation); }
    public static RouteHandlerBuilder Opens(this RouteHandlerBuilder builder, Operation operation) => builder.RequireAuthorization(operation == Operation.RegisterLot ? Policies.Importers : Policies.SignedIn);
}
