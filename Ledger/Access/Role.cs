namespace Lotmark.Ledger.Access;

/// <summary>What a key opens, by <see cref="Permissions" />.</summary>
public enum Role
{
    /// <summary>Brings lots into the country and answers for them.</summary>
    Importer,

    /// <summary>Keeps lots for others.</summary>
    ColdStore,

    /// <summary>Trades lots.</summary>
    Wholesaler,

    /// <summary>Sells to consumers.</summary>
    Retailer,

    /// <summary>Tests samples of lots.</summary>
    Laboratory,

    /// <summary>Watches over all lots, stops and recalls them.</summary>
    Inspector,

    /// <summary>Reads what its organisation may read and changes nothing.</summary>
    Reader,

    /// <summary>Runs the ledger: organisations and keys.</summary>
    Admin,

    /// <summary>Does what inspectors do, and what needs a second person: confirms recalls, keeps the accounts of inspectors.</summary>
    Supervisor,
}

/// <summary>What an organisation is.</summary>
public enum OrganisationKind
{
    /// <summary>Importer of record.</summary>
    Importer,

    /// <summary>Cold store, supervised warehouse.</summary>
    ColdStore,

    /// <summary>Wholesaler, distributor, processor.</summary>
    Wholesaler,

    /// <summary>Shop, restaurant, canteen.</summary>
    Retailer,

    /// <summary>Testing laboratory.</summary>
    Laboratory,

    /// <summary>Customs, market regulator.</summary>
    Authority,

    /// <summary>Who runs this ledger.</summary>
    Operator,
}
