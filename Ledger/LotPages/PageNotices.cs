using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Pages;
using Npgsql;

namespace Lotmark.Ledger.LotPages;

/// <summary>Lets go of a lot's pages when any node records something about it. While no notice can come, pages age by themselves.</summary>
public sealed partial class PageNotices(NpgsqlDataSource database, PageMemory pages, ILogger<PageNotices> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // So often it is looked whether the connection still stands; one that fell silent would hide a recall.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException)
            {
                Interrupted(e.Message);
            }
            await Task.Delay(Retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, notice) =>
        {
            if (DigitalLink.TryParse("/" + notice.Payload, out var lot, out DigitalLinkError? _)) pages.Forget(lot);
            else pages.ForgetAll();
        };
        try
        {
            await RunAsync(connection, "listen lot_changed", cancel);
            // What was told while nobody listened is not known.
            pages.ForgetAll();
            while (true)
                if (!await connection.WaitAsync(LongestSilence, cancel)) await RunAsync(connection, "select 1", cancel);
        }
        finally
        {
            // The pool would keep it listening.
            if (connection.FullState == System.Data.ConnectionState.Open) await RunAsync(connection, "unlisten *", CancellationToken.None);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 5 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Notices of changed lots are interrupted; pages are at most a minute old: {Reason}")]
    private partial void Interrupted(string reason);
}
