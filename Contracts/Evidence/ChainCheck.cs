using System.Globalization;
using static Lotmark.Contracts.Evidence.CheckStep;

namespace Lotmark.Contracts.Evidence;

// What the nodes say of the anchor. The root compared is the anchor's, which the offline check has tied to the checkpoint.
internal static class ChainCheck
{
    public static CheckStep Contract(AnchorReceipt anchor, TrustFile? trust)
    {
        if (trust is null) return TakenOnTrust("contract", $"contract and chain are the file's own word: {anchor.Contract} on chain {anchor.ChainId}");
        return ContractAddress.Same(trust.Contract, anchor.Contract) && trust.ChainId == anchor.ChainId
            ? Passed("contract", $"the trust file names {anchor.Contract} on chain {anchor.ChainId}")
            : Failed("contract", "the contract or chain is not the one of the trust file");
    }

    public static IEnumerable<CheckStep> Run(AnchorReceipt anchor, IReadOnlyList<NodeAnswer> nodes, DateTimeOffset now)
    {
        var all = string.Join(" and ", nodes.Select(n => n.Name));
        yield return nodes.FirstOrDefault(n => n.ChainId != anchor.ChainId) is { } elsewhere
            ? Failed("chain", $"{elsewhere.Name} follows chain {elsewhere.ChainId}, not {anchor.ChainId}")
            : Passed("chain", $"asked of chain {anchor.ChainId}: {all}");
        yield return nodes.FirstOrDefault(n => !n.HasContract) is { } without
            ? Failed("code", $"{without.Name} has no contract at {anchor.Contract}")
            : Passed("code", $"a contract stands at {anchor.Contract}");
        yield return Compared(anchor, nodes);
        yield return nodes[0].Root switch
        {
            null => Failed("root", $"{all} knows no anchor of size {anchor.Size}"),
            var root when Same(root, anchor.Root) => Passed("root", $"the contract has the same root at size {anchor.Size}"),
            _ => Failed("root", $"the contract has another root at size {anchor.Size}, says {all}"),
        };
        yield return Final(anchor, nodes);
        yield return Latest(anchor, nodes[0], now);
    }

    // A node that lies, or lags, lies or lags alone.
    private static CheckStep Compared(AnchorReceipt anchor, IReadOnlyList<NodeAnswer> nodes)
    {
        var first = nodes[0];
        if (nodes.Count == 1) return NotChecked("compared", $"only {first.Name} was asked: nobody was compared with it");
        foreach (var other in nodes.Skip(1))
        {
            if (!Same(first.Root, other.Root))
                return Failed("compared", $"{first.Name} has {Shown(first.Root)} at size {anchor.Size}, {other.Name} has {Shown(other.Root)}: one of them is behind or not to be believed");
            if (first.Latest?.Size != other.Latest?.Size)
                return Failed("compared", $"{first.Name} says that the last tree anchored has {first.Latest?.Size ?? 0} leaves, {other.Name} says {other.Latest?.Size ?? 0}: one of them is behind or not to be believed");
        }
        // That one has finalized a block which the other has not yet is no contradiction.
        var final = nodes.Where(n => n.FinalRoot is not null).ToList();
        return final.Find(n => !Same(n.FinalRoot, final[0].FinalRoot)) is { } odd
            ? Failed("compared", $"finalized, {final[0].Name} has {Shown(final[0].FinalRoot)} at size {anchor.Size}, {odd.Name} has {Shown(odd.FinalRoot)}: one of them is not to be believed")
            : Passed("compared", $"{nodes.Count} nodes say the same");
    }

    // Only what is final can't be undone any more.
    private static CheckStep Final(AnchorReceipt anchor, IReadOnlyList<NodeAnswer> nodes)
    {
        if (nodes.FirstOrDefault(n => n.FinalRoot is not null && !Same(n.FinalRoot, anchor.Root)) is { } other)
            return Failed("final", $"{other.Name} has another root at size {anchor.Size} in its finalized block");
        if (nodes.All(n => n.FinalRoot is not null)) return Passed("final", "in a finalized block");
        // On some second layers the contract counts the blocks of the first: then no depth can be told.
        var depth = nodes.Min(n => n.Anchored is { } anchored ? n.Height - anchored.Block + 1 : 0);
        return NotChecked("final", depth > 0 ? $"anchored, not final yet: {depth} block{(depth == 1 ? "" : "s")} deep" : "anchored, not final yet");
    }

    // An old map, true in its day, would hide what came after it.
    private static CheckStep Latest(AnchorReceipt anchor, NodeAnswer node, DateTimeOffset now)
    {
        var when = node.Anchored is { } anchored ? $"{Instant(anchored.Time)}{Age(now - anchored.Time)}" : "an unknown time";
        return (node.Latest?.Size ?? 0) switch
        {
            var size when size == anchor.Size => Passed("latest", $"no larger tree has been anchored; this one was at {when}"),
            var size when size > anchor.Size =>
                NotChecked("latest", $"a tree of {size} leaves has been anchored since: what stands here is how it was at {when}"),
            var size => Failed("latest", $"{node.Name} says that the last tree anchored has {size} leaves, fewer than {anchor.Size}"),
        };
    }

    private static string Instant(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => $", {(long)age.TotalDays} days ago",
        { TotalHours: >= 2 } => $", {(long)age.TotalHours} hours ago",
        { TotalMinutes: >= 2 } => $", {(long)age.TotalMinutes} minutes ago",
        { TotalSeconds: >= 0 } => ", just now",
        _ => "", // this machine's clock and the chain's differ
    };

    private static string Shown(byte[]? root) => root is null ? "no root" : $"root {Convert.ToHexStringLower(root)}";

    private static bool Same(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
