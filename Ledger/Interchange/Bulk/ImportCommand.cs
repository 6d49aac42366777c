using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary><c>lots import</c>: sends a file to a service, shows how far it is, and does not give up when the connection breaks.</summary>
public sealed class ImportCommand(ImportOptions options, HttpClient http, TextWriter output) : IDisposable
{
    private const int Landed = 0, Refused = 1, NotUnderstood = 2, NotCompleted = 3;

    // Without a line settled in between; fewer where nobody was met at all.
    private const int MostFailures = 20, MostUnmet = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly StreamWriter? _refusals = options.Refusals is { } file ? new(file, append: false) : null;

    // Chosen here: a connection that breaks while the file is sent tells nothing.
    private readonly Guid _job = options.Job ?? Guid.CreateVersion7();
    private bool _met, _missedSome = options.Job is not null;
    private long _lastTold, _settled;
    private int _failures;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not ["import", .. var rest] || !ImportOptions.TryParse(rest, out var options))
        {
            await output.WriteLineAsync(ImportOptions.Usage);
            return NotUnderstood;
        }
        try
        {
            using var http = new HttpClient { BaseAddress = options.Url, Timeout = Timeout.InfiniteTimeSpan };
            http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(options.KeyFile)).Trim());
            using var command = new ImportCommand(options, http, output);
            return Console.IsOutputRedirected ? await command.RunAsync(_ => { }) : await AnsiConsole.Progress().StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(Path.GetFileName(options.File)));
                return command.RunAsync(done => bar.Value = 100 * done);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            await Console.Error.WriteLineAsync($"lotmark: {e.Message}");
            return NotCompleted;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _refusals?.Dispose();

    private async Task<int> RunAsync(Action<double> report)
    {
        while (true)
        {
            try
            {
                return await SendAsync(report) ?? await EndAsync();
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or (IOException and not FileNotFoundException))
            {
                _missedSome = true;
                var settled = await SettledAsync();
                _failures = settled > _settled ? 1 : _failures + 1;
                _settled = settled;
                if (_failures > (_met ? MostFailures : MostUnmet)) return await GiveUpAsync(e.Message);
            }
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(Math.Pow(1.6, _failures) / 4, LongestPause.TotalSeconds)));
        }
    }

    // An exit code when there is no use in going on; null when the service has settled the whole file.
    private async Task<int?> SendAsync(Action<double> report)
    {
        await using var file = File.OpenRead(options.File);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/lots/batch?dryRun={(options.DryRun ? "true" : "false")}&job={_job}");
        request.Headers.Add("Prefer", "return=minimal");
        var content = new SentFile(file, done =>
        {
            _met = true;
            report(done);
        });
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(options.ContentType);
        request.Content = content;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _met = true;
        if (answer.StatusCode != HttpStatusCode.OK) return await RefusedAsync(answer);

        if (_missedSome) await TellMissedAsync();
        await TellAsync(await answer.Content.ReadAsStreamAsync());
        return null;
    }

    // Refused lines; those that were told before are not told again.
    private async Task TellAsync(Stream answer)
    {
        using var lines = new StreamReader(answer);
        while (await lines.ReadLineAsync() is { } text)
        {
            using var result = JsonDocument.Parse(text);
            var line = result.RootElement.GetProperty("line").GetInt64();
            if (line <= _lastTold) continue;
            _lastTold = line;
            await (_refusals ?? output).WriteLineAsync(_refusals is null ? Readable(result.RootElement) : text);
        }
    }

    private async Task TellMissedAsync()
    {
        await TellAsync(await http.GetStreamAsync(new Uri(ImportJob.PathOf(_job) + "/refusals", UriKind.Relative)));
        _missedSome = false;
    }

    private static string Readable(JsonElement result)
    {
        var reasons = new List<string>();
        if (result.TryGetProperty("errors", out var errors))
            foreach (var field in errors.EnumerateObject())
                reasons.AddRange(field.Value.EnumerateArray().Select(e => $"{(field.Name.Length == 0 ? "" : $"{field.Name}: ")}{e.GetProperty("detail").GetString()}"));
        if (result.TryGetProperty("problem", out var problem)) reasons.Add(problem.GetProperty("title").GetString()!);
        var lot = result.TryGetProperty("lotNumber", out var number) ? $" ({number.GetString()})" : "";
        return $"line {result.GetProperty("line").GetInt64()}{lot}: {string.Join(" ", reasons)}";
    }

    private async Task<int?> RefusedAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var code = CodeOf(text);
        if (code == "import-done") return null;
        if (code == "import-running" || answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            throw new HttpRequestException($"The service answers {(int)answer.StatusCode}: {text}");
        await output.WriteLineAsync($"The service refuses the file ({(int)answer.StatusCode}): {text}");
        return NotCompleted;
    }

    private static string? CodeOf(string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(problem);
            return document.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<int> EndAsync()
    {
        if (_missedSome) await TellMissedAsync();
        using var job = JsonDocument.Parse(await http.GetStringAsync(new Uri(ImportJob.PathOf(_job), UriKind.Relative)));
        long Count(string name) => job.RootElement.GetProperty(name).GetInt64();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Count("registered"):N0} {(options.DryRun ? "would be registered" : "registered")}, {Count("unchanged"):N0} unchanged, {Count("refused"):N0} refused."));
        return Count("refused") == 0 ? Landed : Refused;
    }

    private async Task<long> SettledAsync()
    {
        try
        {
            using var job = JsonDocument.Parse(await http.GetStringAsync(new Uri(ImportJob.PathOf(_job), UriKind.Relative)));
            return job.RootElement.GetProperty("settledLine").GetInt64();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return _settled;
        }
    }

    private async Task<int> GiveUpAsync(string why)
    {
        await output.WriteLineAsync($"Not completed: {why}");
        if (_met) await output.WriteLineAsync($"Carry it on with --job {_job}.");
        return NotCompleted;
    }

    private sealed class SentFile(FileStream file, Action<double> report) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await file.ReadAsync(buffer)) > 0;)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read));
                report((double)file.Position / file.Length);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = file.Length;
            return true;
        }
    }
}
