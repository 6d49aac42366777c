using FluentValidation;
using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Lots.Listing;
using Lotmark.Ledger.Requests;
using Npgsql;

namespace Lotmark.Ledger.Inspection.Recalls;

/// <summary>Which lots an order is about: one lot, all of a manufacturer, or all of a container; and, unless said otherwise, all that was made of them.</summary>
public sealed record RecallScope
{
    /// <summary>GTIN of the one lot.</summary>
    public string? Gtin { get; init; }

    /// <summary>Its lot number.</summary>
    public string? LotNumber { get; init; }

    /// <summary>Registration of the manufacturer with China Customs, or its number at home.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>Container number (ISO 6346).</summary>
    public string? Container { get; init; }

    /// <summary>Whether what was made of these lots, over any number of steps, belongs to it; true when absent.</summary>
    public bool? Reached { get; init; }

    /// <summary>When it is well formed: one of the three.</summary>
    internal sealed class Validator : AbstractValidator<RecallScope?>
    {
        private const int LongestNumber = 64;

        public Validator()
        {
            RuleFor(x => x!.Gtin).Check((x, gtin) => x!.Ways == 1 ? null : new("one-of", "Give gtin and lotNumber, or manufacturer, or container.", "请填写 gtin 和 lotNumber，或 manufacturer，或 container 之一。"));
            RuleFor(x => x!.Gtin).Check(Rules.FormOf<Gtin>);
            RuleFor(x => x!.LotNumber).Check((x, number) => x!.Gtin is not null && number is null or ""
                ? new("required", "The lot number belongs to the GTIN.", "请与GTIN一并填写批次号。") : null).Check(Rules.FormOf<LotNumber>);
            RuleFor(x => x!.Manufacturer).AtMost(LongestNumber);
            RuleFor(x => x!.Container).Check(Rules.FormOf<ContainerNumber>);
        }
    }

    private int Ways => (Gtin is null && LotNumber is null ? 0 : 1) + (Manufacturer is null ? 0 : 1) + (Container is null ? 0 : 1);

    /// <summary>The code by which its lots are listed; null for one lot.</summary>
    internal string? Code => Manufacturer is { } maker ? SearchedText.Code.Of(SearchedText.Code.Manufacturer, maker) : Container is { } box ? SearchedText.Code.Of(SearchedText.Code.Container, box) : null;

    /// <summary>The one lot; null for others.</summary>
    internal string? Lot => Gtin is null ? null : new LotKey(Identifier.Parse<Gtin>(Gtin), Identifier.Parse<LotNumber>(LotNumber)).Path;
}

/// <summary>Finds the lots of a scope as they are now.</summary>
public sealed class ScopedLots(NpgsqlDataSource database, Lineage lineage)
{
    /// <summary>The lots, with all that was recorded about them; none that was never registered or whose registration did not occur.</summary>
    public async Task<ReachedLots> FindAsync(RecallScope scope, CancellationToken cancel)
    {
        List<string> first = scope.Lot is { } lot ? [lot] : await ListedAsync(scope.Code!, cancel);
        var reached = await lineage.FollowAsync(first, scope.Reached is false ? null : TraceDirection.Forward, cancel);
        return reached with { Histories = reached.Histories.Where(h => h.Value.Lot is { IsVoid: false }).ToDictionary() };
    }

    private async Task<List<string>> ListedAsync(string code, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select lot from lots.listing where codes @> array[$1] limit $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Lineage.MostLots + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var lots = new List<string>();
        while (await reader.ReadAsync(cancel)) lots.Add(reader.GetString(0));
        return lots;
    }
}
