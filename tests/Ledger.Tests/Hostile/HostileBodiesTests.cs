using System.Text;
using CsCheck;
using Lotmark.Ledger.Tests.Description;

namespace Lotmark.Ledger.Tests.Hostile;

/// <summary>Bodies that are wrong in every way, to every route that takes one.</summary>
public sealed class HostileBodiesTests(LedgerApp app, ITestOutputHelper output)
{
    private const int Mutations = 40;

    // A few bytes of a good body are others, or missing, or there twice.
    private static readonly Gen<(double Place, byte Other, int Kind)[]> Changes = Gen.Select(Gen.Double[0, 1], Gen.Byte, Gen.Int[0, 2]).Array[1, 4];

    [Fact]
    public async Task A_wrong_body_is_refused_in_form_and_leaves_no_trace()
    {
        await using var attack = await Attack.BeginAsync(app);
        var routes = (await DescribedRoute.AllAsync(app)).Where(r => r.Takes.Any()).ToList();

        await Parallel.ForEachAsync(routes, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (route, _) =>
        {
            var target = await attack.AimAsync(route);
            foreach (var type in route.Takes)
                foreach (var (what, body) in type.EndsWith("csv", StringComparison.Ordinal) ? Poison.Tables : Poison.Bodies) await attack.SendAsync(target, body, type, what);
            foreach (var type in Poison.Types) await attack.SendAsync(target, "{}"u8.ToArray(), type, $"as {type[..Math.Min(type.Length, 40)]}");
            foreach (var (type, example) in Examples(route, target))
            {
                if (type.EndsWith("json", StringComparison.Ordinal))
                    foreach (var (what, body) in Poison.Of(example)) await attack.SendAsync(target, body, type, what);
                var good = Encoding.UTF8.GetBytes(example);
                await Changes.SampleAsync(async changes =>
                {
                    var body = Changed(good, changes);
                    await attack.SendAsync(target, body, type, $"changed: {Convert.ToBase64String(body)}");
                }, iter: Mutations, threads: 1);
            }
        });

        attack.End(output);
    }

    // One example of each type is mutated; a registration is one's own, so that it is judged as a whole.
    private static IEnumerable<(string Type, string Body)> Examples(DescribedRoute route, Target target) =>
        route.Id == "registerLot" ? [("application/json", target.Lot.ToJsonString())] : route.Examples.DistinctBy(e => e.Type);

    private static byte[] Changed(byte[] good, (double Place, byte Other, int Kind)[] changes)
    {
        var body = good.ToList();
        foreach (var (place, other, kind) in changes)
        {
            var at = (int)(place * (body.Count - 1));
            if (kind == 0) body[at] = other;
            else if (kind == 1) body.Insert(at, other);
            else if (body.Count > 1) body.RemoveRange(at, Math.Min(other % 8 + 1, body.Count - at - 1));
        }
        return [.. body];
    }
}
