namespace Lotmark.Ledger.Access;

/// <summary>What somebody may want to do here. Every route that is not for everybody opens for one of these.</summary>
public enum Operation
{
    /// <summary>Register a lot that entered the country.</summary>
    RegisterLot,

    /// <summary>Register lots by the file.</summary>
    ImportLots,

    /// <summary>Follow the imports of files.</summary>
    ReadImports,

    /// <summary>Read a lot as it is now, what is confidential included.</summary>
    ReadLot,

    /// <summary>Read everything that was recorded about a lot.</summary>
    ReadHistory,

    /// <summary>Trace a lot back to what it was made of, or forward to where it and what was made of it went.</summary>
    ReadTrace,

    /// <summary>List and search lots.</summary>
    ListLots,

    /// <summary>Declare a recorded fact wrong and say what is right.</summary>
    CorrectLot,

    /// <summary>Attach a certificate or report.</summary>
    AttachDocument,

    /// <summary>Read attached documents.</summary>
    ReadDocument,

    /// <summary>Show a document to everybody.</summary>
    PublishDocument,

    /// <summary>Release a lot to the market.</summary>
    ReleaseToMarket,

    /// <summary>Take a lot in.</summary>
    ReceiveLot,

    /// <summary>Hand a lot to its next holder.</summary>
    ShipLot,

    /// <summary>Part a lot into units that keep its code.</summary>
    SplitLot,

    /// <summary>Put units of a lot together again.</summary>
    MergeLot,

    /// <summary>Make new lots, with codes of their own, out of lots.</summary>
    RepackLot,

    /// <summary>Put on sale.</summary>
    StockLot,

    /// <summary>Sell to consumers.</summary>
    SellLot,

    /// <summary>Destroy.</summary>
    DestroyLot,

    /// <summary>Send back out of the country.</summary>
    ReexportLot,

    /// <summary>Record what a data logger measured.</summary>
    RecordTemperatures,

    /// <summary>Read measured temperatures.</summary>
    ReadTemperatures,

    /// <summary>Give the items of a lot codes of their own.</summary>
    IssueSerials,

    /// <summary>Read what is known of the code of one item.</summary>
    ReadSerial,

    /// <summary>Stop a lot where it is.</summary>
    HoldLot,

    /// <summary>End a hold.</summary>
    LiftHold,

    /// <summary>Call a lot back from everybody it reached.</summary>
    RecallLot,

    /// <summary>Read what shoppers reported, and how to reach them.</summary>
    ReadReports,

    /// <summary>Tell shoppers what became of their reports.</summary>
    AnswerReport,

    /// <summary>Erase what shoppers wrote.</summary>
    EraseReport,

    /// <summary>Look up places that lots are shipped to.</summary>
    ReadLocations,

    /// <summary>Register a place of one's organisation.</summary>
    RegisterLocation,

    /// <summary>Admit and change organisations.</summary>
    ManageOrganisations,

    /// <summary>Make and revoke keys.</summary>
    ManageKeys,

    /// <summary>Read who one is here.</summary>
    ReadOwnOrganisation,

    /// <summary>Propose to hold or recall many lots.</summary>
    ProposeRecall,

    /// <summary>Confirm, close or withdraw an order about many lots.</summary>
    ConfirmRecall,

    /// <summary>Read orders about many lots.</summary>
    ReadRecalls,

    /// <summary>Confirm that one knows of an order about many lots.</summary>
    AcknowledgeRecall,

    /// <summary>Take out all evidence of lots as one file, what is confidential included.</summary>
    ReadDossier,

    /// <summary>Take out records of lots in the forms that authorities ask for.</summary>
    ExportRecords,

    /// <summary>Read what is seen of all lots, and what rises in it.</summary>
    ReadSignals,

    /// <summary>Set aside what was seen and needs no inspection.</summary>
    SetSightingAside,

    /// <summary>Read what inspectors are sent to do, and what came of it.</summary>
    ReadTasks,

    /// <summary>Publish a task for inspectors.</summary>
    PublishTask,

    /// <summary>Take a task, check in, record findings and samples, close it; say where one works and what one can do.</summary>
    WorkOnTask,

    /// <summary>Call a task off.</summary>
    CancelTask,

    /// <summary>Read where one's organisation is told what happens, and what was sent there.</summary>
    ReadWebhooks,

    /// <summary>Say where one's organisation is told what happens, and have messages sent again.</summary>
    ManageWebhooks,

    /// <summary>Work at the desk of inspectors, in a browser.</summary>
    UseDesk,

    /// <summary>Make and end accounts of inspectors, and read what they looked up.</summary>
    ManageAccounts,
}
