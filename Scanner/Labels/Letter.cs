using System.Globalization;
using System.Text.RegularExpressions;

namespace Lotmark.Scanner.Labels;

/// <summary>One letter of one face, in thousandths of its size; y goes down, the origin lies on the base line.</summary>
internal sealed partial class Letter
{
    // At the largest size, 300 dpi and text 6 mm high, a curve this short is off by less than a tenth of a dot.
    private const int PiecesOfACurve = 8;

    /// <summary>A letter by its outline, the data of an SVG path made of relative m, l, c and z only.</summary>
    public Letter(int advance, string outline)
    {
        (Advance, Outline) = (advance, outline);
        Edges = [.. EdgesOf(outline)];
    }

    /// <summary>How far the next letter stands.</summary>
    public int Advance { get; }

    /// <summary>The outline as the data of an SVG path.</summary>
    public string Outline { get; }

    /// <summary>The outline in straight pieces; to be filled by the nonzero rule.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    private static IEnumerable<Edge> EdgesOf(string outline)
    {
        (double X, double Y) start = default, at = default;
        foreach (Match command in Command().Matches(outline))
        {
            var numbers = Number().Matches(command.Value).Select(number => double.Parse(number.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
            var from = at;
            switch (command.Value[0])
            {
                case 'm':
                    start = at = Point(0);
                    break;
                case 'l':
                    yield return To(Point(0));
                    break;
                case 'c':
                    for (var piece = 1; piece <= PiecesOfACurve; piece++) yield return To(OnCurve((double)piece / PiecesOfACurve));
                    break;
                default:
                    yield return To(start);
                    break;
            }

            (double X, double Y) Point(int index) => (from.X + numbers[2 * index], from.Y + numbers[2 * index + 1]);
            (double X, double Y) OnCurve(double t)
            {
                var (a, b, c) = (3 * t * (1 - t) * (1 - t), 3 * t * t * (1 - t), t * t * t);
                return (from.X + a * numbers[0] + b * numbers[2] + c * numbers[4], from.Y + a * numbers[1] + b * numbers[3] + c * numbers[5]);
            }
            Edge To((double X, double Y) next)
            {
                var edge = new Edge(at.X, at.Y, next.X, next.Y);
                at = next;
                return edge;
            }
        }
    }

    [GeneratedRegex("[mlcz][^mlcz]*")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?\d+")]
    private static partial Regex Number();
}

/// <summary>A straight piece of an outline.</summary>
internal readonly record struct Edge(double FromX, double FromY, double ToX, double ToY);
