namespace Lotmark.Ledger.Log;

/// <summary>
/// <c>rotate-key</c> puts a new key into the log's key file, before the present one: from the next start on both sign, and the old one
/// introduces the new. <c>rotate-key --finish</c> takes the old one out, once who pinned it has had time to pin the new.
/// </summary>
public static class RotateKeyCommand
{
    private const string Finish = "--finish";

    private const string Usage = """
        Usage: rotate-key [--finish] [--Lotmark:DataDirectory PATH]

          (nothing)   makes a new key; from the next start on checkpoints are signed with both
          --finish    drops the older key; from the next start on only the newer signs

        Several workers: copy log.key from this data directory into theirs, then start each again.
        Exit code: 0 done, 1 not possible, 2 the command was not understood.
        """;

    /// <summary>Runs the command. Returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var finish = arguments.Contains(Finish);
        var rest = arguments.Where(a => a != Finish).ToArray();
        if (rest.Length % 2 != 0 || rest.Where((_, i) => i % 2 == 0).Any(a => !a.StartsWith("--Lotmark:", StringComparison.Ordinal)))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        var path = Settings.From(SettingSources.Builder(rest).Configuration).PathOf(LogSigner.FileName);
        if (!File.Exists(path))
        {
            await output.WriteLineAsync($"There is no key at {path}: it is made at the first start. Name the data directory with --Lotmark:DataDirectory PATH.");
            return 1;
        }
        var seeds = (await File.ReadAllLinesAsync(path)).Where(line => line.Length > 0).ToArray();
        if (finish == seeds.Length < 2)
        {
            await output.WriteLineAsync(finish ? "There is one key only: no change is under way." : "A change is under way already: end it with --finish first.");
            return 1;
        }
        SecretFile.Write(path, string.Join('\n', finish ? seeds[..1] : [LogSigner.NewSeed(), .. seeds]));
        await output.WriteLineAsync(finish
            ? $"{path} holds the newer key only. Start the service again to sign with it alone."
            : $"{path} holds a new key before the present one. Start the service again to sign with both; GET /log/keys then shows the new one, introduced by the old.");
        return 0;
    }
}
