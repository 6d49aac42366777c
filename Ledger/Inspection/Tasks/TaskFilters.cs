using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Requests;

namespace Lotmark.Ledger.Inspection.Tasks;

/// <summary>What narrows a list of tasks.</summary>
public static class TaskFilters
{
    private const int LongestPlace = 100;

    // Open, and neither elsewhere nor wanting what this person does not know.
    private const string Offered = """
        state = 'open' and not exists (select from inspection.inspector i where i.person = @offered
            and (not inspection.covers(i.districts, t.places) or (i.skills <> '{}' and not t.skills <@ i.skills)))
        """;

    /// <summary>Names and meanings of the parameters.</summary>
    public static readonly (string Name, string About)[] Parameters =
    [
        ("state", $"Only those that have come so far: {string.Join(", ", ListFilters.Codes<TaskState>())}."),
        ("live", "true: only those of which something is left to do."),
        ("mine", "true: only those that I have taken."),
        ("offered", "true: only open ones in my districts that want no skill which I have not; all open ones for who has no profile."),
        ("overdue", "true: only those whose day is over and which are not."),
        ("kind", $"Only of this kind: {string.Join(", ", ListFilters.Codes<TaskKind>())}."),
        ("lot", "Only about this lot: 01/09520123451189/10/EC%2FVAN-0926.17, percent-encoded once more as a parameter."),
        ("gtin", "Only about this product."),
        ("district", "Only in this district or city: a code (GB/T 2260; 330200 covers 330212) or a name."),
    ];

    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">Where the part before ended; null at the beginning.</param>
    /// <param name="others">Parameters that are read elsewhere.</param>
    /// <exception cref="Problems.InvalidRequestException">With every parameter that makes no sense.</exception>
    public static ListFilters Read(IQueryCollection query, string person, DateTimeOffset now, string? after, IEnumerable<string> others)
    {
        var filters = new ListFilters(query, Parameters.Select(f => f.Name).Concat(others));
        filters.Code<TaskState>("state", "state = @state");
        filters.Code<TaskKind>("kind", "kind = @kind");
        filters.Lot("lot", "lot = @lot");
        filters.Add("gtin", "gtin = @gtin", text => Gtin.TryParse(text, out var gtin, out _) ? gtin.Value : null, text => Rules.FormOf<Gtin>(text)!);
        filters.Add("district", "places <> '{}' and inspection.covers(array[@district], places)", text => text.Length <= LongestPlace && !text.Any(char.IsControl) ? text : null,
            _ => new("text-length", $"This must be a text of at most {LongestPlace} characters, none of them a control character.", $"应为不超过{LongestPlace}个字符的文本，不含控制字符。"));
        Flag("live", $"{TaskStore.Live} and @live", true);
        Flag("mine", "taken_by = @mine", person);
        Flag("offered", Offered, person);
        Flag("overdue", $"{TaskStore.Live} and due < @overdue", ImportingCountryDay.Of(now));
        filters.After(after, "published_at", "id");
        return filters.Checked();

        void Flag(string name, string condition, object value) => filters.Add(name, condition, text => text == "true" ? value : null, _ => ListFilters.OneOf(["true"]));
    }
}
