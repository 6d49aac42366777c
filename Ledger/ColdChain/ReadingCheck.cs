using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.ColdChain;

/// <summary>What a reading of a lot can be.</summary>
/// <param name="Earliest">No reading lies before.</param>
/// <param name="Latest">No reading lies after.</param>
public sealed record ReadingCheck(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    private const int Coldest = -90, Warmest = 60, Oldest = 10;
    private const decimal Sensible = 1000;

    // The day of production begins first where the date line is.
    private static readonly TimeSpan FirstZone = TimeSpan.FromHours(14);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>For a lot, at an instant.</summary>
    public static ReadingCheck Of(LotDescription lot, DateTimeOffset now)
    {
        var (produced, oldest) = (new DateTimeOffset(lot.ProductionDate, TimeOnly.MinValue, FirstZone), now.AddYears(-Oldest));
        return new(produced > oldest ? produced : oldest, now + ClocksDiffer);
    }

    /// <summary>What is wrong with a reading; null when nothing is, and then tenths of a degree Celsius.</summary>
    public FieldProblem? Check(DateTimeOffset at, decimal value, TemperatureUnit unit, out short tenths)
    {
        tenths = 0;
        if (at < Earliest) return BeforeProduction;
        if (at > Latest) return InTheFuture;
        if (Math.Abs(value) > Sensible) return Implausible;
        var exact = unit.Tenths(value);
        if (exact is < Coldest * 10 or > Warmest * 10) return Implausible;
        tenths = (short)exact;
        return null;
    }

    /// <summary>Another reading of the device gives another temperature for the same instant.</summary>
    public static readonly FieldProblem Contradicts = new(
        "reading-contradicts", "The same device gave another temperature for the same instant.", "同一设备在同一时刻已有不同的温度。");

    /// <summary>Something that is needed is not there.</summary>
    public static readonly FieldProblem Missing = new(
        "required", "A reading needs an instant (at) and a temperature (value).", "每条读数应包含时间（at）和温度（value）。");

    /// <summary>The instant can't be read.</summary>
    public static readonly FieldProblem NoInstant = new(
        "type-instant", "A date and time with offset of the form 2026-11-20T08:00:00+08:00 belongs here.", "时间应写作 2026-11-20T08:00:00+08:00 的形式（含时区）。");

    /// <summary>The temperature can't be read.</summary>
    public static readonly FieldProblem NoNumber = new("type-number", "A number such as -19.2 belongs here.", "此处应为数字，例如 -19.2。");

    /// <summary>The unit is unknown.</summary>
    public static readonly FieldProblem NoUnit = new(
        "unknown-unit", "The unit must be CEL (degrees Celsius), FAH (degrees Fahrenheit) or KEL (kelvin).", "单位应为 CEL（摄氏度）、FAH（华氏度）或 KEL（开尔文）。");

    private static readonly FieldProblem BeforeProduction = new(
        "before-production", "This lies before the lot's production date, or more than ten years back.", "该时间早于批次的生产日期，或早于十年前。");

    private static readonly FieldProblem InTheFuture = new("in-the-future", "A reading can't come from the future.", "读数时间不能晚于现在。");

    private static readonly FieldProblem Implausible = new(
        "implausible-temperature", "A temperature in the cold chain lies between -90 and 60 °C. Is the unit right?", "冷链温度应在-90℃至60℃之间。请检查单位。");
}
