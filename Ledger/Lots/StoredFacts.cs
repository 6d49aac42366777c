using System.Globalization;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Log;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>A fact as the event store keeps it.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Kind">Name of its kind.</param>
/// <param name="DotNetType">Its type, as Marten notes it.</param>
/// <param name="Json">Its members.</param>
public sealed record StoredFact(ILotFact Fact, string Kind, string DotNetType, string Json);

/// <summary>Writes facts as they are stored, and refuses those whose leaf would not fit into the log's entry bundles: once committed, they could never be sequenced.</summary>
public sealed class StoredFacts(IDocumentStore store, IEnumerable<LotFactType> kinds)
{
    // A leaf has at most three bytes a character, and a sealed value is at most half longer than the value beside its salt.
    private const int SurelyShort = (EntryBundle.MaxEntryBytes - 1024) * 2 / 9;

    private static readonly byte[] AnyHash = new byte[MerkleTree.HashSize];

    private readonly Dictionary<Type, (string Name, string DotNetType)> _kinds = kinds.ToDictionary(k => k.Type, k => (k.Name, $"{k.Type.FullName}, {k.Type.Assembly.GetName().Name}"));

    /// <summary>The facts as they are stored, or the refusal of the first that is too long.</summary>
    /// <param name="lot">Whose facts they are.</param>
    /// <param name="before">Number of the lot's facts before them.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="stored">They, as far as they fit.</param>
    public Decision.Refused? Write(string lot, int before, IReadOnlyList<ILotFact> facts, out IReadOnlyList<StoredFact> stored)
    {
        var written = new List<StoredFact>(facts.Count);
        stored = written;
        foreach (var fact in facts)
        {
            var (kind, dotNetType) = _kinds[fact.GetType()];
            var json = store.Options.Serializer().ToJson(fact);
            written.Add(new(fact, kind, dotNetType, json));
            if (json.Length <= SurelyShort) continue;
            var length = LeafEntry.Build(lot, before + written.Count, kind, DateTime.UnixEpoch, json, AnyHash).Length;
            if (length <= EntryBundle.MaxEntryBytes) continue;
            return new("entry-too-long", StatusCodes.Status413PayloadTooLarge, new(
                string.Create(CultureInfo.InvariantCulture, $"Its entry in the log would have {length:N0} bytes; at most {EntryBundle.MaxEntryBytes:N0} fit. Nothing was stored; shorten the texts."),
                string.Create(CultureInfo.InvariantCulture, $"其日志条目将有 {length:N0} 字节，最多允许 {EntryBundle.MaxEntryBytes:N0} 字节。未保存任何内容，请缩短文本。")));
        }
        return null;
    }
}
