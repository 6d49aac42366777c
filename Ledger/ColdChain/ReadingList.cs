using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.ColdChain;

/// <summary>A reading, or a line, that was not taken.</summary>
/// <param name="Line">Line of the CSV file, or number of the reading in the JSON list, from 1.</param>
/// <param name="Code">Stable code, kebab case.</param>
/// <param name="Value">What was seen, shortened; null when it was missing.</param>
/// <param name="Detail">What was wrong and what is right, in the language asked for (Accept-Language).</param>
/// <param name="Message">The same in both languages.</param>
public sealed record RejectedReading(int Line, string Code, string? Value, string Detail, Wording Message);

/// <summary>The readings of a request as they come in: the good ones are kept, the bad ones counted and the first of them named.</summary>
public sealed class ReadingList(ReadingCheck check)
{
    /// <summary>A request has no more readings than this.</summary>
    public const int Most = 100_000;

    private const int MostShown = 100;
    private const int ShownValue = 60;

    private readonly List<(int Line, FieldProblem Problem, string? Value)> _rejected = [];
    private readonly List<Reading> _good = [];
    private bool _inOrder = true;

    /// <summary>Which device measured; null when the request did not say.</summary>
    public string? Device { get; set; }

    /// <summary>Where; null when the request did not say.</summary>
    public string? Location { get; set; }

    /// <summary>Readings that came, good and bad.</summary>
    public int Received { get; private set; }

    /// <summary>Readings that were not taken.</summary>
    public int Rejected { get; private set; }

    /// <summary>The good ones so far, oldest first.</summary>
    /// <remarks>Of two at one instant the one that came first stands first.</remarks>
    public IReadOnlyList<Reading> Sorted()
    {
        if (!_inOrder) _good.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Line.CompareTo(b.Line));
        _inOrder = true;
        return _good;
    }

    /// <summary>One more reading came.</summary>
    /// <exception cref="BadHttpRequestException">There are too many.</exception>
    public void Come()
    {
        if (++Received > Most)
            throw new BadHttpRequestException($"A request may hold {Most} readings; send the rest in another.", StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>It could be read: it is kept when it is plausible.</summary>
    public void Take(int line, DateTimeOffset at, decimal value, TemperatureUnit unit)
    {
        if (check.Check(at, value, unit, out var tenths) is { } problem) Reject(line, problem, FormattableString.Invariant($"{at:yyyy-MM-dd'T'HH:mm:ssK} {value} {unit.Code()}"));
        else
        {
            var reading = new Reading(WholeMicroseconds(at), tenths, value, unit, line);
            _inOrder &= _good is [] || _good[^1].At < reading.At;
            _good.Add(reading);
        }
    }

    /// <summary>It is not taken.</summary>
    public void Reject(int line, FieldProblem problem, string? value)
    {
        Rejected++;
        if (_rejected.Count < MostShown) _rejected.Add((line, problem, value?.Length > ShownValue ? value[..ShownValue] + "…" : value));
    }

    /// <summary>The first that were not taken, in the caller's language.</summary>
    public IReadOnlyList<RejectedReading> Shown(HttpContext context) =>
    [
        .. _rejected.OrderBy(r => r.Line).Select(r =>
        {
            var message = new Wording(r.Problem.En, r.Problem.Zh);
            return new RejectedReading(r.Line, r.Problem.Code, r.Value, message.For(context), message);
        }),
    ];

    private static DateTime WholeMicroseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
}
