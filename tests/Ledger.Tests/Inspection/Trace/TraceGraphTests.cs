using System.Text;
using CsCheck;
using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Tests.Inspection.Trace;

public sealed class TraceGraphTests
{
    private static readonly Actor Inspector = new("inspection", null, "test", Role.Inspector);
    private static readonly RecordedBy By = new("maker", "test");
    private static readonly Reference Reference = new("other", Confidential.Seal("1"));
    private static readonly LotDescription Shrimp =
        StrictJson.Read<RegisterLot>(Encoding.UTF8.GetBytes(SampleFiles.Read("ecuador-shrimp-sea").ToJsonString()), new FieldErrors())!.Describe();
    private static readonly DateTimeOffset At = new(2026, 11, 10, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void What_is_reached_is_what_can_be_reached_and_each_lot_stands_there_once_as_near_as_it_is() => Graphs.Sample(edges =>
    {
        foreach (var direction in Enum.GetValues<TraceDirection>())
        {
            var graph = TraceGraph.Of(Name(0), Histories(edges), direction, Inspector.To(Operation.ReadTrace));

            var near = Distances(edges, direction);
            Assert.Equal(near.OrderBy(d => d.Key), graph.Lots.ToDictionary(n => int.Parse(n.Id[1..], System.Globalization.CultureInfo.InvariantCulture), n => n.Depth).OrderBy(d => d.Key));
            Assert.Equal(graph.Lots.Count, near.Count);
        }
    });

    [Fact]
    public void What_went_into_a_transformation_is_told_once_however_many_lots_tell_of_it() => Graphs.Sample(edges =>
    {
        var graph = TraceGraph.Of(Name(0), Histories(edges), TraceDirection.Back, Inspector.To(Operation.ReadTrace));

        Assert.All(graph.Transformations, t => Assert.Equal(t.Inputs.Select(i => i.Lot).Distinct(), t.Inputs.Select(i => i.Lot)));
        Assert.Equal(graph.Transformations.Select(t => t.Id).Distinct(), graph.Transformations.Select(t => t.Id));
    });

    // Any edges at all, cycles and a lot made of itself among them.
    private static readonly Gen<(int From, int To)[]> Graphs = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Array[0, 30].Select(edges => edges.Distinct().ToArray());

    private static string Name(int lot) => $"L{lot}";

    private static Dictionary<string, LotHistory> Histories((int From, int To)[] edges) => Enumerable.Range(0, 10).ToDictionary(Name, lot =>
    {
        var from = edges.Where(e => e.To == lot).Select(e => new LotRepacked.Source(Name(e.From), ConfidentialNumber.Seal(1))).ToList();
        List<ILotFact> facts = [new LotRepacked(Shrimp, $"T-{lot}", from, "loc-1", new("Ningbo", null, "CN"), At, At, Reference, By)];
        foreach (var (_, to) in edges.Where(e => e.From == lot))
            facts.Add(new LotUsed($"T-{to}", "loc-1", ConfidentialNumber.Seal(1), null, [Name(to)], At, Reference, By));
        return LotHistory.Of(Name(lot), facts.Select((f, i) => new RecordedFact(new(i + 1, At), f)));
    });

    private static Dictionary<int, int> Distances((int From, int To)[] edges, TraceDirection direction)
    {
        var near = new Dictionary<int, int> { [0] = 0 };
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (a, b) in edges.Select(e => direction == TraceDirection.Forward ? (e.From, e.To) : (e.To, e.From)))
                if (near.TryGetValue(a, out var at) && (!near.TryGetValue(b, out var known) || known > at + 1)) (near[b], changed) = (at + 1, true);
        }
        return near;
    }
}
