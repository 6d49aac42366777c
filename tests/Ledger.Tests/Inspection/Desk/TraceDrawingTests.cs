using CsCheck;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Trace;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed class TraceDrawingTests
{
    private static readonly Gen<(int From, int To)[]> Ways = Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400]).Array[0, 600];

    [Fact]
    public void No_box_covers_another_and_what_is_not_drawn_is_counted_whatever_the_ways() => Ways.Sample(ways =>
    {
        var drawing = TraceDrawing.Of(Trace(ways));

        Assert.Equal(drawing.Boxes.Count, drawing.Boxes.Select(b => (b.X, b.Y)).Distinct().Count());
        Assert.Equal(401, drawing.Boxes.Sum(b => b.Count) + drawing.Left);
        Assert.All(drawing.Boxes, b => Assert.True(b.X >= 0 && b.X + TraceDrawing.BoxWidth <= drawing.Width && b.Y >= 0 && b.Y + TraceDrawing.BoxHeight <= drawing.Height));
    }, iter: 50);

    [Fact]
    public void Shops_that_were_reached_from_the_same_place_are_drawn_as_one()
    {
        var drawing = TraceDrawing.Of(Trace([.. Enumerable.Range(1, 400).Select(i => (0, i))]));

        Assert.Equal([1, 400], drawing.Boxes.Select(b => b.Count).Order());
        Assert.Equal((400m, 0), (drawing.Boxes.Max(b => b.OnHandKg), drawing.Left));
        Assert.Single(drawing.Lines);
    }

    private static TraceLot.Answer Trace((int From, int To)[] ways) => new(
        "01/09520123451189/10/A", TraceDirection.Forward, true, new(1, 401, 0, 0, 0, 0, 0), [],
        [.. Enumerable.Range(0, 401).Select(i => new TraceLot.TracedPlace("01/09520123451189/10/A", $"p{i}", null, null, null, null, "o", null, 1, 0, 0, 0, 0, 0, 0, 1, 1, default, default))],
        [.. ways.Select(w => new TraceGraph.Movement("01/09520123451189/10/A", $"p{w.From}", $"p{w.To}", 1, null, null))], []);
}
