using System.Globalization;
using System.Text;
using Lotmark.Contracts.Evidence;
using Lotmark.Contracts.Freshness;
using Lotmark.Contracts.Json;
using Lotmark.Contracts.Notes;
using Lotmark.Contracts.Tiles;
using Lotmark.Contracts.Tree;

namespace Lotmark.Contracts.Tests.Evidence;

/// <summary>A small ledger: entries of three lots in turn, an epoch leaf at the end, signed and anchored.</summary>
public sealed class SyntheticLedger
{
    public const string Lot = "01/09520123451189/10/EC%2FVAN-0926.17";
    public const string Contract = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    public const long ChainId = 31337;

    private static readonly string[] Lots = [Lot, "01/09520123451011/10/NO-SAL-2611A", "01/09520123451257/10/BR2608B13"];

    private readonly NoteSigner _signer = Signer(0);
    private readonly List<byte[]> _entries = [];
    private readonly List<(string Lot, long Index)> _places = [];
    private readonly TileTree _tree = TileTree.Empty();

    public SyntheticLedger(int entries = 21)
    {
        var map = new LotMap();
        for (var i = 0; i < entries; i++)
        {
            var lot = Lots[i % Lots.Length];
            var version = i / Lots.Length + 1;
            var previous = version == 1 ? "null" : $"\"{Convert.ToHexStringLower(MerkleTree.LeafHash(_entries[i - Lots.Length]))}\"";
            Add(lot, $$"""{"data":{"celsius":"-18.5","site":"Callao"},"lot":"{{lot}}","previous":{{previous}},"recordedAt":"2026-01-01T06:00:00Z","type":"reading","version":{{version}}}""");
            map.Set(LotMapHash.Key(lot), MerkleTree.LeafHash(_entries[^1]));
        }
        Map = map;
        Add("epoch", $$$"""{"data":{"lots":{{{map.Count}}},"mapRoot":"{{{Convert.ToHexStringLower(map.Root)}}}"},"lot":"epoch","previous":null,"recordedAt":"2026-01-01T06:00:00Z","type":"epoch","version":1}""");
        Root = _tree.Root();
        Trust = new(_signer.Key.Name, _signer.Key, ChainId, Contract, []);
    }

    public LotMap Map { get; }

    public byte[] Root { get; }

    public long Size => _tree.Size;

    public TrustFile Trust { get; }

    /// <summary>A signer of this log's name; that of 0 signs everything here.</summary>
    public static NoteSigner Signer(byte seed) => new("ledger.example/food", [.. Enumerable.Repeat(seed, 32)]);

    public EvidenceBundle Bundle()
    {
        var newest = _places.Last(p => p.Lot == Lot).Index;
        return new(
            Lot,
            [.. _places.Where(p => p.Lot == Lot).Select(p => _entries[(int)p.Index])],
            Proof(newest, Checkpoint(Size, Root)),
            _signer.Key.ToString(),
            new(_entries[^1], Inclusion(Size - 1), Map.Prove(LotMapHash.Key(Lot))),
            new(ChainId, Contract, Size, Root, "0x" + new string('1', 64), 17, "final", ["http://127.0.0.1:8545"]));
    }

    /// <summary>True entries, true inclusion, but an older entry shown as the newest.</summary>
    public EvidenceBundle BundleThatHidesTheNewest()
    {
        var places = _places.Where(p => p.Lot == Lot).SkipLast(1).ToList();
        return Bundle() with { Entries = [.. places.Select(p => _entries[(int)p.Index])], Proof = Proof(places[^1].Index, Checkpoint(Size, Root)) };
    }

    /// <summary>A lot that is not registered.</summary>
    public const string NoLot = "01/09520123451189/10/NOT-1";

    public AbsenceEvidence Absence() => new(
        NoLot, Checkpoint(Size, Root), _signer.Key.ToString(), new(_entries[^1], Inclusion(Size - 1), Map.Prove(LotMapHash.Key(NoLot))), Bundle().Anchor!);

    /// <summary>Of the lot's newest event, with another event after it.</summary>
    public ReceiptEvidence Receipt()
    {
        var newest = _places.Last(p => p.Lot == Lot).Index;
        return new(Lot, _entries[(int)newest], Proof(newest, Checkpoint(Size, Root)), _signer.Key.ToString());
    }

    /// <summary>The same bundle when two keys sign, as while one is being replaced, and which of them it names.</summary>
    public EvidenceBundle BundleInOverlap(NoteSigner older, NoteSigner newer, NoteSigner named)
    {
        var text = new Lotmark.Contracts.Notes.Checkpoint(older.Key.Name, Size, Root).Text;
        var note = newer.Sign(text) + older.Sign(text)[(text.Length + 1)..];
        return Bundle() with { Proof = Proof(_places.Last(p => p.Lot == Lot).Index, note), Key = named.Key.ToString() };
    }

    public string Checkpoint(long size, byte[] root, string? origin = null) => _signer.Sign(new Lotmark.Contracts.Notes.Checkpoint(origin ?? _signer.Key.Name, size, root).Text);

    public string Proof(long index, string note) => new TlogProof(index, Inclusion(index), note).ToString();

    private byte[][] Inclusion(long index) => TileProofs.Inclusion(index, Size, _ => [.. _entries.SelectMany(e => MerkleTree.LeafHash(e))]);

    private void Add(string lot, string json)
    {
        var entry = Encoding.UTF8.GetBytes(json);
        if (!CanonicalJson.IsCanonical(entry)) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"not canonical: {json}"));
        _places.Add((lot, _entries.Count));
        _entries.Add(entry);
        _tree.Append(MerkleTree.LeafHash(entry));
    }
}
