namespace Lotmark.Scanner.Scan;

/// <summary>What is wrong with what was typed, besides the faults of a lot's code itself.</summary>
internal enum ScanMistake
{
    /// <summary>No product number was typed.</summary>
    GtinMissing,

    /// <summary>The product number has letters, or a length that none has.</summary>
    GtinForm,

    /// <summary>Nothing was pasted.</summary>
    CodeMissing,

    /// <summary>The code is longer than any that holds a lot.</summary>
    CodeTooLong,

    /// <summary>The code says something, but names no lot.</summary>
    NotALotCode,

    /// <summary>The code names a product, and which of its lots is still to be said.</summary>
    OnlyAProduct,
}
