using System.Text;
using System.Text.Json.Serialization.Metadata;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>What the columns of a file mean: each is a member of <see cref="RegisterLot" />, named by its path (<c>importer.name.zh</c>).</summary>
public sealed class CsvColumns
{
    private static readonly Dictionary<string, Member[]> Known = Members(typeof(RegisterLot), []).ToDictionary(m => m.Path, m => m.Members, StringComparer.Ordinal);

    private readonly List<(string Path, Member[] Members)> _columns;

    private CsvColumns(List<(string, Member[])> columns) => _columns = columns;

    /// <summary>Names that columns may have.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Reads the header line.</summary>
    /// <exception cref="InvalidRequestException">With every column that is unknown or doubled.</exception>
    public static CsvColumns Read(CsvForm csv, ReadOnlySpan<byte> header, Encoding encoding)
    {
        var errors = new FieldErrors();
        var columns = new List<(string, Member[])>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < csv.Count; i++)
        {
            var name = csv.Text(header, i, encoding).Trim();
            if (!Known.TryGetValue(name, out var members)) errors.Add(name.Length == 0 ? $"[{i}]" : name, Unknown(name), name);
            else if (!seen.Add(name)) errors.Add(name, new("doubled-column", "Two columns have this name.", "此列名重复。"), name);
            else columns.Add((name, members));
        }
        return errors.Any ? throw new InvalidRequestException(errors) : new(columns);
    }

    /// <summary>Reads one record; empty cells are absent members. What was wrong stands in <paramref name="errors" />.</summary>
    public RegisterLot Read(CsvForm csv, ReadOnlySpan<byte> record, Encoding encoding, FieldErrors errors)
    {
        var lot = new RegisterLot();
        if (csv.Count != _columns.Count)
        {
            errors.Add("", new("cell-count", $"The header line has {_columns.Count} cells, this one {csv.Count}.", $"标题行有{_columns.Count}列，本行有{csv.Count}列。"), null);
            return lot;
        }
        for (var i = 0; i < _columns.Count; i++)
        {
            if (csv.IsEmpty(record, i)) continue;
            var (path, members) = _columns[i];
            object holder = lot;
            foreach (var member in members.AsSpan(..^1)) holder = member.Inside(holder);
            var last = members[^1];
            if (StrictJson.ReadCell(csv.Text(record, i, encoding), last.Type, path, errors) is { } value) last.Set(holder, value);
        }
        return lot;
    }

    private static FieldProblem Unknown(string name)
    {
        var near = Known.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? Known.Keys.Where(known => Common(known, name) >= 3).MaxBy(known => Common(known, name));
        return near is null
            ? new("unknown-column", "There is no column of this name.", "没有此列。")
            : new("unknown-column", $"There is no column of this name. Did you mean {near}?", $"没有此列。是否应为 {near}？");
    }

    private static int Common(string one, string other) => one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

    private static IEnumerable<(string Path, Member[] Members)> Members(Type type, Member[] above)
    {
        foreach (var property in StrictJson.Options.GetTypeInfo(type).Properties)
        {
            var info = StrictJson.Options.GetTypeInfo(property.PropertyType);
            Member[] members = [.. above, new(property, info)];
            if (info.Kind == JsonTypeInfoKind.Object)
                foreach (var member in Members(property.PropertyType, members)) yield return member;
            else
                yield return (string.Join('.', members.Select(m => m.Name)), members);
        }
    }

    private sealed class Member(JsonPropertyInfo property, JsonTypeInfo type)
    {
        public string Name => property.Name;

        public Type Type => property.PropertyType;

        public void Set(object holder, object value) => property.Set!(holder, value);

        public object Inside(object holder)
        {
            if (property.Get!(holder) is { } there) return there;
            var made = type.CreateObject!();
            property.Set!(holder, made);
            return made;
        }
    }
}
