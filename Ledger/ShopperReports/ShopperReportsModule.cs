using System.Globalization;
using FluentValidation;
using Lotmark.Ledger.Lots;
using Lotmark.Scanner.Reports;

namespace Lotmark.Ledger.ShopperReports;

/// <summary>What shoppers report, and what is answered.</summary>
public static class ShopperReportsModule
{
    /// <summary>Adds what taking and answering reports needs.</summary>
    /// <exception cref="StartupException">A setting makes no sense.</exception>
    public static void AddShopperReports(this WebApplicationBuilder builder, Settings settings)
    {
        builder.AddLotFact<ProblemReported>("problem_reported");
        builder.Services.AddSingleton(new SchemaFile("ShopperReports.schema.sql"));
        builder.Services.AddSingleton(SettingsFrom(builder.Configuration));
        builder.Services.AddSingleton(RetentionFrom(builder.Configuration));
        builder.Services.AddSingleton<ReportShelf>();
        if (settings.Worker) builder.Services.AddHostedService<ReportErasure>();
        builder.Services.AddSingleton<IShopperReports, ReportIntake>();
        builder.Services.AddSingleton<IValidator<AnswerReport>, AnswerReport.Validator>();
    }

    /// <summary>Serves reports to those who look into them.</summary>
    public static void MapShopperReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/reports").WithTags("Reports");
        ListReports.Map(reports);
        ReadReport.Map(reports);
        AnswerReport.Map(reports);
        EraseReport.Map(reports);
    }

    private static ReportRetention RetentionFrom(ConfigurationManager configuration) =>
        configuration["Reports:KeepFor"] is not { Length: > 0 } set ? ReportRetention.Usual
        : TimeSpan.TryParse(set, CultureInfo.InvariantCulture, out var kept) && kept > TimeSpan.Zero && kept < TimeSpan.FromDays(36_500) ? new(kept)
        : throw new StartupException($"Reports:KeepFor is '{set}'; it takes how long texts, contacts and photos are kept, such as 365.00:00:00 for a year.");

    private static ReportSettings SettingsFrom(ConfigurationManager configuration)
    {
        var usual = ReportSettings.Usual;
        return new(Number(nameof(usual.PerAddress), usual.PerAddress), Number(nameof(usual.PerLot), usual.PerLot),
            configuration["Reports:Quickest"] is not { Length: > 0 } set ? usual.Quickest
            : TimeSpan.TryParse(set, CultureInfo.InvariantCulture, out var quickest) && quickest >= TimeSpan.Zero && quickest < TimeSpan.FromHours(1) ? quickest
            : throw new StartupException($"Reports:Quickest is '{set}'; it takes a time under an hour, such as 00:00:03."));

        int Number(string name, int otherwise) => configuration[$"Reports:{name}"] is not { Length: > 0 } given ? otherwise
            : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new StartupException($"Reports:{name} is '{given}'; it takes a whole number of reports an hour, 0 for no limit.");
    }
}
