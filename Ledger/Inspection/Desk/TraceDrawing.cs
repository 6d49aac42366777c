using Lotmark.Ledger.Inspection.Trace;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>A trace as a picture: places of lots in columns, each behind those from which it was reached; ends of the same lot that are many are drawn as one.</summary>
/// <param name="Boxes">Places of lots.</param>
/// <param name="Lines">Shipments and transformations.</param>
/// <param name="Width">Width of the picture in its own units.</param>
/// <param name="Height">Height of the picture.</param>
/// <param name="Left">How many places are not drawn, because a picture of all would show nothing.</param>
public sealed record TraceDrawing(IReadOnlyList<TraceDrawing.Box> Boxes, IReadOnlyList<TraceDrawing.Line> Lines, int Width, int Height, int Left)
{
    /// <summary>Width of a box.</summary>
    public const int BoxWidth = 208;

    /// <summary>Height of a box.</summary>
    public const int BoxHeight = 64;

    private const int Gap = 72, Row = 80, MostBoxes = 150, Several = 4;

    /// <summary>A place of a lot, or several of them.</summary>
    /// <param name="Place">The place; the first of several.</param>
    /// <param name="Count">How many it stands for.</param>
    /// <param name="OnHandKg">What is there of the lot, in all of them.</param>
    /// <param name="X">Left edge.</param>
    /// <param name="Y">Upper edge.</param>
    public sealed record Box(TraceLot.TracedPlace Place, int Count, decimal OnHandKg, int X, int Y);

    /// <summary>A way from one box to another.</summary>
    /// <param name="From">Where it begins.</param>
    /// <param name="To">Where it ends.</param>
    /// <param name="IsTransformation">Whether the lot became another one.</param>
    public sealed record Line(Box From, Box To, bool IsTransformation);

    /// <summary>Draws it.</summary>
    public static TraceDrawing Of(TraceLot.Answer trace)
    {
        var places = trace.Places.ToDictionary(p => (p.Lot, p.Location));
        var ways = Ways(trace, places);
        var columns = Columns(trace, places, ways);

        // Ends of one lot that were reached from the same place are alike.
        var goesOn = ways.Select(w => w.From).ToHashSet();
        var cameFrom = ways.GroupBy(w => w.To).ToDictionary(g => g.Key, g => g.First().From);
        var groups = trace.Places
            .GroupBy(p => (Column: columns[(p.Lot, p.Location)], p.Lot, Alone: goesOn.Contains((p.Lot, p.Location)) ? p.Location : "", From: cameFrom.GetValueOrDefault((p.Lot, p.Location))))
            .SelectMany(g => g.Key.Alone.Length > 0 || g.Count() < Several ? g.Select(p => new List<TraceLot.TracedPlace> { p }) : [g.ToList()])
            .OrderByDescending(g => goesOn.Contains((g[0].Lot, g[0].Location))).ThenByDescending(g => g.Sum(p => p.OnHandKg)).ToList();

        var (boxes, filled, byPlace) = (new List<Box>(), new Dictionary<int, int>(), new Dictionary<(string, string), Box>());
        foreach (var group in groups.Take(MostBoxes))
        {
            var column = columns[(group[0].Lot, group[0].Location)];
            var row = filled[column] = filled.GetValueOrDefault(column) + 1;
            var box = new Box(group[0], group.Count, group.Sum(p => p.OnHandKg), column * (BoxWidth + Gap), (row - 1) * Row);
            boxes.Add(box);
            foreach (var place in group) byPlace[(place.Lot, place.Location)] = box;
        }
        var lines = ways.Where(w => byPlace.ContainsKey(w.From) && byPlace.ContainsKey(w.To))
            .Select(w => new Line(byPlace[w.From], byPlace[w.To], w.IsTransformation)).Where(l => l.From != l.To).Distinct().ToList();
        return new(boxes, lines, Math.Max(1, filled.Keys.DefaultIfEmpty().Max() + 1) * (BoxWidth + Gap) - Gap, Math.Max(1, filled.Values.DefaultIfEmpty(1).Max()) * Row, groups.Skip(MostBoxes).Sum(g => g.Count));
    }

    private static List<((string Lot, string Location) From, (string Lot, string Location) To, bool IsTransformation)> Ways(
        TraceLot.Answer trace, Dictionary<(string, string), TraceLot.TracedPlace> places)
    {
        var ways = trace.Shipments.Select(s => ((s.Lot, s.From), (s.Lot, s.To), false))
            .Concat(trace.Transformations.SelectMany(t => t.Inputs.SelectMany(i => t.Outputs.Select(o => ((i.Lot, t.Location), (o, t.Location), true)))));
        return [.. ways.Where(w => places.ContainsKey(w.Item1) && places.ContainsKey(w.Item2)).Distinct()];
    }

    // As far to the right as its longest way, up to the number of places: a cycle can't push further.
    private static Dictionary<(string, string), int> Columns(
        TraceLot.Answer trace, Dictionary<(string, string), TraceLot.TracedPlace> places, List<((string, string) From, (string, string) To, bool)> ways)
    {
        var (columns, waiting) = (places.Keys.ToDictionary(k => k, _ => 0), ways.ToLookup(w => w.From, w => w.To));
        var entered = ways.GroupBy(w => w.To).ToDictionary(g => g.Key, g => g.Count());
        var ready = new Queue<(string, string)>(trace.Places.Select(p => (p.Lot, p.Location)).Where(k => !entered.ContainsKey(k)));
        while (ready.TryDequeue(out var place))
            foreach (var next in waiting[place])
            {
                columns[next] = Math.Max(columns[next], columns[place] + 1);
                if (--entered[next] == 0) ready.Enqueue(next);
            }
        return columns;
    }
}
