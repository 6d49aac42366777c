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

    // Without a line settled in between.
    private const int MostFailures = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly StreamWriter? _refusals = options.Refusals is { } file ? new(file, append: options.Job is not null) : null;
    private Guid? _job = options.Job;
    private long _lastLine, _registered, _unchanged, _refused;
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
            var (settled, over) = (_lastLine, false);
            try
            {
                if (await SendAsync(report) is { } exitCode) return exitCode;
                over = true;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                _failures = _lastLine > settled ? 1 : _failures + 1;
                if (_failures > MostFailures) return await GiveUpAsync(e.Message);
            }
            if (over) return await EndAsync();
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(Math.Pow(1.6, _failures) / 4, LongestPause.TotalSeconds)));
        }
    }

    // An exit code when there is no use in going on; null when the service has settled the whole file.
    private async Task<int?> SendAsync(Action<double> report)
    {
        await using var file = File.OpenRead(options.File);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/lots/batch?dryRun={(options.DryRun ? "true" : "false")}{(_job is { } id ? $"&job={id}" : "")}");
        request.Content = new SentFile(file, report) { Headers = { ContentType = MediaTypeHeaderValue.Parse(options.ContentType) } };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode != HttpStatusCode.OK) return await RefusedAsync(answer);

        _job = Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line) await TakeAsync(line);
        return null;
    }

    private async Task TakeAsync(string text)
    {
        using var result = JsonDocument.Parse(text);
        var line = result.RootElement.GetProperty("line").GetInt64();
        if (line <= _lastLine) return; // told before the connection broke, and settled after
        _lastLine = line;
        switch (result.RootElement.GetProperty("status").GetInt32())
        {
            case 201:
                _registered++;
                return;
            case 200:
                _unchanged++;
                return;
        }
        _refused++;
        await (_refusals ?? output).WriteLineAsync(_refusals is null ? Readable(result.RootElement) : text);
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

    // The job counts what was settled while nobody listened, too.
    private async Task<int> EndAsync()
    {
        if (_job is { } id)
        {
            using var job = JsonDocument.Parse(await http.GetStringAsync(new Uri(ImportJob.PathOf(id), UriKind.Relative)));
            (_registered, _unchanged, _refused) = (Count("registered"), Count("unchanged"), Count("refused"));
            long Count(string name) => job.RootElement.GetProperty(name).GetInt64();
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{_registered:N0} {(options.DryRun ? "would be registered" : "registered")}, {_unchanged:N0} unchanged, {_refused:N0} refused."));
        return _refused == 0 ? Landed : Refused;
    }

    private async Task<int> GiveUpAsync(string why)
    {
        await output.WriteLineAsync($"Not completed: {why}");
        if (_job is { } id) await output.WriteLineAsync($"Carry it on with --job {id}.");
        return NotCompleted;
    }

    // Sent while the answer is read.
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
