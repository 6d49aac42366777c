using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lotmark.Ledger.Inspection.Audit;

/// <summary>How far an audit is: a bar with rate and time left on a terminal, a line now and then elsewhere.</summary>
internal static class AuditDisplay
{
    /// <summary>Runs the work under it.</summary>
    /// <param name="work">Given a way to print, and one to begin a part: told how much of it is done, and of how much.</param>
    public static Task<int> RunAsync(Func<Action<string>, Func<string, Action<long, long>>, Task<int>> work) =>
        Console.IsOutputRedirected ? work(Console.WriteLine, what => new Lines(what).Report) : AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(line => AnsiConsole.Console.WriteLine(line), what => Bar(context.AddTask(what))));

    private static Action<long, long> Bar(ProgressTask task) => (done, of) => (task.MaxValue, task.Value) = (of, done);

    private sealed class Lines(string what)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private TimeSpan _next = Pause;

        public void Report(long done, long of)
        {
            if (_watch.Elapsed < _next || done == 0) return;
            _next = _watch.Elapsed + Pause;
            var rate = done / _watch.Elapsed.TotalSeconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {done:N0} of {of:N0}, {rate:N0}/s, {TimeSpan.FromSeconds((of - done) / rate):hh\\:mm\\:ss} left"));
        }
    }

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Speed ?? 0:N0}/s"));
    }
}
