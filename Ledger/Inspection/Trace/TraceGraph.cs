using Lotmark.Ledger.Access;
using Lotmark.Ledger.Custody;
using Lotmark.Ledger.Lots;

namespace Lotmark.Ledger.Inspection.Trace;

/// <summary>The lots that a trace reached, where they went and how they hang together, as far as its reader may know.</summary>
/// <param name="Lots">The lot itself first, then those one step away, and so on.</param>
/// <param name="Places">What went through which place, lot by lot in the order of <paramref name="Lots" />.</param>
/// <param name="Shipments">From place to place.</param>
/// <param name="Transformations">From lots to lots.</param>
public sealed record TraceGraph(
    IReadOnlyList<TraceGraph.Node> Lots, IReadOnlyList<PlaceFlow> Places, IReadOnlyList<TraceGraph.Movement> Shipments, IReadOnlyList<TraceGraph.Transformation> Transformations)
{
    /// <summary>A lot that was reached.</summary>
    /// <param name="Id">Its name.</param>
    /// <param name="Depth">Steps from the lot that the trace began with.</param>
    /// <param name="Lot">What it is; null when its reader has nothing to do with it.</param>
    /// <param name="InFull">Whether its reader may know how much of it went where.</param>
    public sealed record Node(string Id, int Depth, Lot? Lot, bool InFull);

    /// <summary>Some of a lot went from one place to another.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="From">Location it left, or port.</param>
    /// <param name="To">Location it goes to.</param>
    /// <param name="Quantity">How much, in the lot's unit.</param>
    /// <param name="ShippedAt">When it left; null when it was taken in from the port without a shipment.</param>
    /// <param name="ArrivedAt">When it arrived; null while it is under way.</param>
    public sealed record Movement(string Lot, string From, string To, decimal Quantity, DateTimeOffset? ShippedAt, DateTimeOffset? ArrivedAt);

    /// <summary>Lots became others.</summary>
    /// <param name="Id">Names the event in all of them.</param>
    /// <param name="Location">Where.</param>
    /// <param name="At">When.</param>
    /// <param name="Inputs">What went in: lot and quantity, in its unit; null for a reader who may not know it.</param>
    /// <param name="Outputs">The lots made.</param>
    public sealed record Transformation(string Id, string Location, DateTimeOffset At, IReadOnlyList<Input> Inputs, IReadOnlyList<string> Outputs);

    /// <summary>A lot that went into others.</summary>
    /// <param name="Lot">The lot.</param>
    /// <param name="Quantity">How much of it, in its unit.</param>
    public sealed record Input(string Lot, decimal? Quantity);

    /// <summary>What somebody may know. What lies behind a lot that one has nothing to do with is not followed.</summary>
    public static TraceGraph Of(string root, IReadOnlyDictionary<string, LotHistory> histories, TraceDirection direction, Permit permit)
    {
        var nodes = Walk(root, histories, direction, permit);
        var shown = nodes.ToDictionary(n => n.Id);
        var (places, shipments, transformations) = (new List<PlaceFlow>(), new List<Movement>(), new Dictionary<string, Transformation>());
        foreach (var node in nodes)
        {
            if (node.Lot is null) continue;
            bool Knows(params ReadOnlySpan<string> sides) => node.InFull || sides.Contains(permit.Actor.Organisation);
            var history = histories[node.Id];
            places.AddRange(PlaceFlow.Of(history).Where(p => Knows(p.Organisation)));
            foreach (var (_, fact) in history.InForce())
            {
                switch (fact)
                {
                    case LotReceived { Shipment: null } received when Knows(received.By.Organisation):
                        shipments.Add(new(node.Id, LotBalances.Port, received.Location, received.Quantity.Value, null, received.At));
                        break;
                    case LotShipped shipped when Knows(shipped.By.Organisation, shipped.ToOrganisation):
                        var arrived = node.Lot.Balances.Shipments.TryGetValue(shipped.Shipment, out var shipment) ? shipment.ArrivedAt : null;
                        shipments.Add(new(node.Id, shipped.From, shipped.To, shipped.Quantity.Value, shipped.At, arrived));
                        break;
                    case LotUsed used when direction == TraceDirection.Forward || used.Into.Any(shown.ContainsKey):
                        Join(used.Transformation, used.Location, used.At, [new(node.Id, Knows(used.By.Organisation) ? used.Quantity.Value : null)], used.Into);
                        break;
                    case LotRepacked made when direction == TraceDirection.Back:
                        Join(made.Transformation, made.Location, made.At, [.. made.From.Select(f => new Input(f.Lot, Knows(made.By.Organisation) ? f.Quantity.Value : null))], [node.Id]);
                        break;
                }
            }
        }
        return new(nodes, places, shipments, [.. transformations.Values.OrderBy(t => t.At).ThenBy(t => t.Id, StringComparer.Ordinal)]);

        // Each of the lots that took part tells of it.
        void Join(string id, string location, DateTimeOffset at, IEnumerable<Input> inputs, IReadOnlyList<string> outputs) => transformations[id] = transformations.TryGetValue(id, out var known)
            ? known with { Inputs = [.. known.Inputs.Concat(inputs).GroupBy(i => i.Lot).Select(g => g.MaxBy(i => i.Quantity)!)], Outputs = [.. known.Outputs.Union(outputs)] }
            : new(id, location, at, [.. inputs], [.. outputs.Where(shown.ContainsKey)]);
    }

    private static List<Node> Walk(string root, IReadOnlyDictionary<string, LotHistory> histories, TraceDirection direction, Permit permit)
    {
        var (nodes, seen) = (new List<Node>(), new HashSet<string> { root });
        var next = new Queue<(string Lot, int Depth)>([(root, 0)]);
        while (next.TryDequeue(out var step))
        {
            var lot = histories.TryGetValue(step.Lot, out var history) ? history.Lot : null;
            var open = lot?.IsOpenTo(permit) is true;
            nodes.Add(new(step.Lot, step.Depth, open ? lot : null, open && lot!.MayBeReadInFullBy(permit.Actor)));
            if (!open) continue;
            foreach (var bound in direction == TraceDirection.Forward ? lot!.Products : lot!.Sources)
                if (seen.Add(bound)) next.Enqueue((bound, step.Depth + 1));
        }
        return nodes;
    }
}
