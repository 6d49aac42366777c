using System.Globalization;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;
using Lotmark.Ledger.Log;
using Marten;

namespace Lotmark.Ledger.Lots;

/// <summary>Refuses a fact whose leaf would not fit into the log's entry bundles: once committed, it could never be sequenced.</summary>
public sealed class EntryLimit(IDocumentStore store, IEnumerable<LotFactType> kinds)
{
    // A leaf has at most three bytes a character, and a sealed value is at most half longer than the value beside its salt.
    private const int SurelyShort = (EntryBundle.MaxEntryBytes - 1024) * 2 / 9;

    private static readonly byte[] AnyHash = new byte[MerkleTree.HashSize];

    private readonly Dictionary<Type, string> _names = kinds.ToDictionary(k => k.Type, k => k.Name);

    /// <summary>The refusal of the first fact that is too long; null when all fit.</summary>
    /// <param name="lot">Whose facts they are.</param>
    /// <param name="before">Number of the lot's facts before them.</param>
    /// <param name="facts">The facts.</param>
    public Decision.Refused? Check(string lot, int before, IReadOnlyList<ILotFact> facts)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            var json = store.Options.Serializer().ToJson(facts[i]);
            if (json.Length <= SurelyShort) continue;
            var length = LeafEntry.Build(lot, before + i + 1, _names[facts[i].GetType()], DateTime.UnixEpoch, json, AnyHash).Length;
            if (length <= EntryBundle.MaxEntryBytes) continue;
            return new("entry-too-long", StatusCodes.Status413PayloadTooLarge, new(
                string.Create(CultureInfo.InvariantCulture, $"Its entry in the log would have {length:N0} bytes; at most {EntryBundle.MaxEntryBytes:N0} fit. Nothing was stored; shorten the texts."),
                string.Create(CultureInfo.InvariantCulture, $"其日志条目将有 {length:N0} 字节，最多允许 {EntryBundle.MaxEntryBytes:N0} 字节。未保存任何内容，请缩短文本。")));
        }
        return null;
    }
}
