using System.Globalization;
using System.Text;
using Lotmark.Scanner.Lots;

namespace Lotmark.Scanner.Pages;

/// <summary>The course of a temperature as the paths of a small chart, 320 by 96 units.</summary>
internal sealed class TemperatureDrawing
{
    public const int Width = 320, Height = 96;
    private const int Margin = 6;

    private readonly MeasuredTemperature _measured;
    private readonly double _low, _high;

    public TemperatureDrawing(MeasuredTemperature measured, decimal? min, decimal? max)
    {
        _measured = measured;
        decimal[] shown = [measured.MinC, measured.MaxC, .. new[] { min, max }.OfType<decimal>()];
        var room = Math.Max(1, (shown.Max() - shown.Min()) / 10);
        (_low, _high) = ((double)(shown.Min() - room), (double)(shown.Max() + room));
        BandTop = Y(max ?? (decimal)_high);
        BandHeight = Y(min ?? (decimal)_low) - BandTop;
        Course = Drawn();
        Excursions = [.. measured.Excursions.Select(e => (X(e.Start), Math.Max(3, X(e.End) - X(e.Start))))];
    }

    /// <summary>Where the allowed range begins, from above.</summary>
    public double BandTop { get; }

    /// <summary>How high it is.</summary>
    public double BandHeight { get; }

    /// <summary>The area between the coldest and the warmest, as the data of a path. A gap in the readings stays one.</summary>
    public string Course { get; }

    /// <summary>Times outside: where they begin and how wide they are.</summary>
    public IReadOnlyList<(double X, double Width)> Excursions { get; }

    /// <summary>A number as SVG writes it.</summary>
    public static string Number(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private string Drawn()
    {
        var path = new StringBuilder();
        var spans = _measured.Course;
        if (spans.Count == 0) return "";
        // What is missing for longer than three usual steps was not measured.
        var gap = TimeSpan.FromTicks((_measured.To - _measured.From).Ticks / Math.Max(1, spans.Count) * 3);
        for (var from = 0; from < spans.Count;)
        {
            var to = from + 1;
            while (to < spans.Count && spans[to].From - spans[to - 1].From <= gap) to++;
            for (var i = from; i < to; i++) path.Append(i == from ? 'M' : 'L').Append(Point(spans[i].From, spans[i].MaxC));
            for (var i = to - 1; i >= from; i--) path.Append('L').Append(Point(spans[i].From, spans[i].MinC));
            path.Append('z');
            from = to;
        }
        return path.ToString();
    }

    private string Point(DateTimeOffset at, decimal degrees) => $"{Number(X(at))} {Number(Y(degrees))}";

    private double X(DateTimeOffset at) => _measured.To == _measured.From
        ? Width / 2d
        : Margin + (Width - 2 * Margin) * Math.Clamp((at - _measured.From) / (_measured.To - _measured.From), 0, 1);

    private double Y(decimal degrees) => Height * (_high - (double)degrees) / (_high - _low);
}
