using Lotmark.Ledger.Identifiers;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Inspection.Signals;

/// <summary>What is seen lately: what rises beyond what chance explains, where and when, and what is named most often.</summary>
/// <param name="Until">The last day that counts, of the market.</param>
/// <param name="Method">How rises are found, and what that takes for granted.</param>
/// <param name="Warnings">What rose, the least probable first.</param>
/// <param name="Map">Places and days.</param>
/// <param name="Ranking">What is named most often.</param>
public sealed record SignalBoard(DateOnly Until, SignalBoard.Way Method, IReadOnlyList<SignalBoard.Warning> Warnings, SignalBoard.HeatMap Map, SignalBoard.Ranks Ranking)
{
    /// <summary>What the test does and takes for granted.</summary>
    public static readonly Wording Assumptions = new(
        """
        For each kind of sighting, what came of each product, of each lot and from each city within the last 7 days, today included, is held against the up to 56 days before them. If nothing
        changed, each sighting falls into the 7 days by chance, whatever the usual rate is; a warning says that so many would hardly do (exact binomial test, Bonferroni-Tarone over all series
        tested). It takes sightings for independent of each other and the rate for constant: growing sales, seasons, holidays, or one story told by many show as warnings too. What one logger,
        holder or code tells of a lot within a day counts once. What was set aside counts as well. A lot or product that is younger than two weeks has too little to compare with.
        """.ReplaceLineEndings(" "),
        """
        按记录类型，将每个产品、每个批次、每个城市最近7天（含当天）的记录数与此前最多56天相比。若无变化，无论平时多少，每条记录落入这7天的概率是固定的；预警表示如此集中几乎不可能出于偶然
        （精确二项检验，对全部检验序列作Bonferroni–Tarone校正）。前提是记录相互独立、发生率不变：销量增长、季节、节假日或多人反映同一件事也会引发预警。同一记录仪、单位或单品码同一天对同一批次的记录只计一次。
        已归档的记录仍然计入。登记不足两周的批次或产品因缺少对比而不单独检验。
        """.ReplaceLineEndings(""));

    /// <summary>How rises are found.</summary>
    /// <param name="FalseAlarmRate">On at most this share of days there is any warning although nothing changed.</param>
    /// <param name="WindowDays">Days that are looked at.</param>
    /// <param name="BaselineDays">Days before them that they are compared with, at most.</param>
    /// <param name="LeastCount">Fewer are no rise.</param>
    /// <param name="Tested">Number of series that could have been found.</param>
    /// <param name="Assumes">The same in words, with what it takes for granted.</param>
    public sealed record Way(double FalseAlarmRate, int WindowDays, int BaselineDays, int LeastCount, int Tested, Wording Assumes);

    /// <summary>Something rose beyond what chance explains.</summary>
    /// <param name="Key">Names it for as long as it stands.</param>
    /// <param name="Kind">What was seen.</param>
    /// <param name="Of">Whether it is about a product, a lot or a city.</param>
    /// <param name="Gtin">The product, if it is about one or about a lot of it.</param>
    /// <param name="LotNumber">The lot, if it is about one.</param>
    /// <param name="City">The city, if it is about one.</param>
    /// <param name="ProductName">Name of the product.</param>
    /// <param name="Count">How many in the window.</param>
    /// <param name="Usual">How many are usual in as many days, by the days before.</param>
    /// <param name="DaysBefore">How many days before it was compared with.</param>
    /// <param name="P">The probability of so many by chance, in this series alone.</param>
    /// <param name="OnceInDays">By chance alone, a warning as grave as this one would stand anywhere on one of so many days at most.</param>
    public sealed record Warning(
        string Key, SightingKind Kind, SeriesOf Of, Gtin? Gtin, LotNumber? LotNumber, string? City, LocalName? ProductName, long Count, double Usual, int DaysBefore, double P, double OnceInDays)
    {
        /// <summary>Name of the lot; null when it is about none.</summary>
        internal string? Lot => Gtin is { } gtin && LotNumber is { } number ? new LotKey(gtin, number).Path : null;
    }

    /// <summary>How much was seen at which place on which day.</summary>
    /// <param name="Days">The days, oldest first.</param>
    /// <param name="Places">The places with most, and all others together as the last.</param>
    public sealed record HeatMap(IReadOnlyList<DateOnly> Days, IReadOnlyList<Row> Places)
    {
        /// <summary>Places that have a row of their own.</summary>
        public const int MostPlaces = 25;

        internal static HeatMap Of(IReadOnlyList<SignalCounts.Cell> cells, DateOnly until)
        {
            var days = Enumerable.Range(0, SignalCounts.MapDays).Select(i => until.AddDays(i + 1 - SignalCounts.MapDays)).ToList();
            var places = cells.GroupBy(c => (c.City, c.District)).OrderByDescending(p => p.Sum(c => c.Count)).ThenBy(p => p.Key.City, StringComparer.Ordinal).ThenBy(p => p.Key.District, StringComparer.Ordinal).ToList();
            var rows = places.Take(MostPlaces).Select(p => RowOf(p.Key.City, p.Key.District, 1, p)).ToList();
            if (places.Count > MostPlaces) rows.Add(RowOf(null, null, places.Count - MostPlaces, places.Skip(MostPlaces).SelectMany(p => p)));
            return new(days, rows);

            Row RowOf(string? city, string? district, int count, IEnumerable<SignalCounts.Cell> of)
            {
                var byDay = of.ToLookup(c => c.Day, c => c.Count);
                var counts = days.ConvertAll(day => byDay[day].Sum());
                return new(city, district, count, counts, counts.Sum());
            }
        }
    }

    /// <summary>A place of the map.</summary>
    /// <param name="City">City; absent where it is not known.</param>
    /// <param name="District">District, as shoppers wrote it.</param>
    /// <param name="Places">How many places it stands for: 1, or more for all others together.</param>
    /// <param name="Counts">By day.</param>
    /// <param name="Total">Of all days.</param>
    public sealed record Row(string? City, string? District, int Places, IReadOnlyList<int> Counts, int Total);

    /// <summary>What was named most often in the days of the map.</summary>
    /// <param name="Products">Products, by GTIN.</param>
    /// <param name="Lots">Lots, by name.</param>
    /// <param name="Cities">Cities.</param>
    /// <param name="Locations">Registered places, by GLN or id.</param>
    public sealed record Ranks(IReadOnlyList<Ranked> Products, IReadOnlyList<Ranked> Lots, IReadOnlyList<Ranked> Cities, IReadOnlyList<Ranked> Locations);

    /// <summary>One of the most often named.</summary>
    /// <param name="Subject">Which.</param>
    /// <param name="Name">Its name, where it has one.</param>
    /// <param name="Reports">Reports of shoppers.</param>
    /// <param name="Excursions">Excursions.</param>
    /// <param name="Discrepancies">Discrepancies at handovers.</param>
    /// <param name="Copied">Copied codes.</param>
    /// <param name="Total">All of them.</param>
    public sealed record Ranked(string Subject, LocalName? Name, int Reports, int Excursions, int Discrepancies, int Copied, int Total);
}
