namespace Lotmark.Scanner.Lots;

/// <summary>A certificate or report, as far as a shopper may know it.</summary>
/// <param name="Type">Its kind, such as <c>ciqCertificate</c>.</param>
/// <param name="NumberLastFour">The last four characters of its number, if it has one. The page never has more of it.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="IssuedOn">When it was issued.</param>
/// <param name="ValidTo">The last day on which it is valid, if it ends.</param>
/// <param name="Result">How a test ended: <c>negative</c>, <c>positive</c>, <c>conformant</c> or <c>nonConformant</c>.</param>
/// <param name="File">Where anybody may open it, if it was published.</param>
public sealed record LotCertificate(string Type, string? NumberLastFour, string Issuer, DateOnly IssuedOn, DateOnly? ValidTo, string? Result, string? File);

/// <summary>What was measured of a lot's temperature.</summary>
/// <param name="Readings">How often it was measured.</param>
/// <param name="From">When first.</param>
/// <param name="To">When last.</param>
/// <param name="MinC">The coldest, in degrees Celsius.</param>
/// <param name="MaxC">The warmest, in degrees Celsius.</param>
/// <param name="Excursions">When it was outside its limits for longer than is tolerated, oldest first.</param>
public sealed record MeasuredTemperature(
    long Readings, DateTimeOffset From, DateTimeOffset To, decimal MinC, decimal MaxC, IReadOnlyList<TemperatureExcursion> Excursions)
{
    /// <summary>Its course, thinned out for a chart, oldest first.</summary>
    public IReadOnlyList<TemperatureSpan> Course { get; init; } = [];
}

/// <summary>A stretch of a temperature's course.</summary>
/// <param name="From">When it begins.</param>
/// <param name="MinC">The coldest in it, in degrees Celsius.</param>
/// <param name="MaxC">The warmest in it, in degrees Celsius.</param>
public sealed record TemperatureSpan(DateTimeOffset From, decimal MinC, decimal MaxC);

/// <summary>A time outside the limits.</summary>
/// <param name="Start">When it began.</param>
/// <param name="End">When it was over.</param>
/// <param name="PeakC">The worst that was measured, in degrees Celsius.</param>
/// <param name="LimitC">The limit, in degrees Celsius.</param>
public sealed record TemperatureExcursion(DateTimeOffset Start, DateTimeOffset End, decimal PeakC, decimal LimitC);
