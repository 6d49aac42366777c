using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>An inspector found something about a lot (EPCIS inspecting). What follows from it (hold, recall) is an order of its own.</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Text">What was found.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Event">Number of the event of this lot that it is about.</param>
/// <param name="Location">Registered place where it was found.</param>
/// <param name="By">Which authority.</param>
public sealed record FindingRecorded(Guid Task, string Text, Severity? Severity, int? Event, string? Location, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;
}

/// <summary>An inspector took a sample of a lot (EPCIS sampling). The lot's balances stay: what an authority takes is too little to count.</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Sample">What is written on the sample.</param>
/// <param name="Quantity">How much was taken.</param>
/// <param name="Unit">Of what.</param>
/// <param name="TestFor">What it is to be tested for.</param>
/// <param name="Laboratory">By whom.</param>
/// <param name="Location">Registered place where it was taken.</param>
/// <param name="By">Which authority.</param>
public sealed record SampleTaken(Guid Task, string Sample, decimal Quantity, string Unit, string TestFor, string? Laboratory, string? Location, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;
}

/// <summary>A sample of a lot was tested.</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Sample">What is written on the sample.</param>
/// <param name="Outcome">What the test came to.</param>
/// <param name="Text">What was measured.</param>
/// <param name="TestedOn">When.</param>
/// <param name="By">Which authority recorded it.</param>
public sealed record SampleTested(Guid Task, string Sample, TestOutcome Outcome, string? Text, DateOnly? TestedOn, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;
}

/// <summary>An inspection of a lot came to an end (EPCIS inspecting, disposition conformant or not).</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Assessment">What it came to.</param>
/// <param name="Text">In words.</param>
/// <param name="By">Which authority.</param>
public sealed record LotInspected(Guid Task, Assessment Assessment, string Text, RecordedBy By) : ILotFact
{
    /// <inheritdoc />
    public Lot Apply(Lot lot, FactPlace place) => lot;
}
