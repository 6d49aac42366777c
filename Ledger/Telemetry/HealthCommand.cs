namespace Lotmark.Ledger.Telemetry;

/// <summary><c>health</c>: asks the service that the same settings start whether it is ready, for images without other tools.</summary>
public static class HealthCommand
{
    private const int NotReady = 1;

    // Shorter than what a container engine waits as a rule.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Runs the command. Returns the exit code: 0 ready, 1 not.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var answer = await http.GetAsync(new Uri(ListeningAddress.Near(SettingSources.Builder(arguments).Configuration) + "/health/ready"));
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : NotReady;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or StartupException)
        {
            await output.WriteLineAsync($"lotmark: not ready: {e.Message}");
            return NotReady;
        }
    }
}
