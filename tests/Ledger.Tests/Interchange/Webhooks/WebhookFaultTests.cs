using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Lotmark.Ledger.Tests.Faults;

namespace Lotmark.Ledger.Tests.Interchange.Webhooks;

/// <summary>Processes die, and stand side by side: what was committed is told.</summary>
public sealed class WebhookFaultTests(SharedPostgres postgres)
{
    private static readonly string[] Settings = ["--Webhooks:PrivateAddresses", "true"];

    [Fact]
    public async Task What_was_acknowledged_is_told_although_the_process_is_killed_before_and_while_it_tells()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var ledger = await postgres.NewLedgerAsync();
        var process = await ledger.StartAsync(Settings);
        using var importer = process.As("importer");
        var (_, secret) = await importer.HookAsync(receiver.Address(), "lot.registered");
        // The first message arrives, and its receiver never comes to answer.
        var arrived = new TaskCompletionSource<Received>(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = (context, message) =>
        {
            arrived.TrySetResult(message);
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        await RegisterAsync(importer, "K-0");
        var unanswered = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
        // These are committed, and nobody was told of them yet.
        var acknowledged = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => RegisterAsync(importer, $"K-{n}")));

        await process.KillAsync();
        receiver.AnswerWith(204);
        await ledger.StartInAsync(process.DataDirectory, Settings);

        foreach (var lot in acknowledged.Append("01/09520123451189/10/K-0"))
            await receiver.OneAsync("/hook", r => r.Lot == lot && r != unanswered, $"{lot} is told");
        var again = receiver.All.Where(r => r.Id == unanswered.Id).ToList();
        Assert.True(again.Count >= 2);
        Assert.All(again, r => Assert.Equal(unanswered.Body, r.Body));
        Assert.All(receiver.All, r => Assert.Equal(1, r.SignedWith(secret)));
        Assert.Equal(21, receiver.All.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task Two_processes_share_the_work_and_each_message_is_sent_once()
    {
        const int lots = 150;
        await using var receiver = await Receiver.StartAsync();
        await using var ledger = await postgres.NewLedgerAsync();
        var first = await ledger.StartAsync(Settings);
        var data = LedgerProcess.NewDataDirectory();
        Directory.CreateSymbolicLink(Path.Combine(data, "sign-in-keys"), Path.Combine(first.DataDirectory, "sign-in-keys"));
        var second = await ledger.StartInAsync(data, Settings);
        var senders = new ConcurrentDictionary<int, int>();
        receiver.Answer = async (context, _) =>
        {
            senders.AddOrUpdate(context.Connection.RemotePort, 1, (_, n) => n + 1);
            await Task.Delay(20);
            context.Response.StatusCode = 204;
        };
        using var importer = first.As("importer");
        await importer.HookAsync(receiver.Address("/a"), "lot.registered");
        await importer.HookAsync(receiver.Address("/b"), "lot.registered");

        for (var n = 0; n < lots; n += 10) await Task.WhenAll(Enumerable.Range(n, 10).Select(i => RegisterAsync(importer, $"T-{i}")));

        await Eventually.TrueAsync(() => Task.FromResult(receiver.All.DistinctBy(r => (r.Path, r.Id)).Count() >= 2 * lots), "all is told");
        Assert.Equal(2 * lots, receiver.All.Count);
        Assert.Equal(0, await ledger.QueryAsync<long>("select count(*) from interchange.webhook_delivery where state <> 'delivered' or attempts <> 1"));
        Assert.False(second.HasExited);
    }

    private static async Task<string> RegisterAsync(HttpClient importer, string number)
    {
        var lot = SampleFiles.Read("ecuador-shrimp-sea");
        lot["lotNumber"] = number;
        using var answer = await importer.PostAsJsonAsync("/api/lots", lot);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return lot.Path;
    }
}
