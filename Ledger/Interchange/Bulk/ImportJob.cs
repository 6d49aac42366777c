namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>One import of a file, however many requests it took.</summary>
/// <param name="Job">Its id: <c>?job=</c> of the request that carries it on.</param>
/// <param name="State">Whether it is running, interrupted or done.</param>
/// <param name="ContentType">Type of the file.</param>
/// <param name="DryRun">Whether nothing is stored by it.</param>
/// <param name="Lines">Records that are settled: registered, unchanged or refused.</param>
/// <param name="Registered">Records that registered a lot, or would in a dry run.</param>
/// <param name="Unchanged">Records whose lot was registered before, with the same content.</param>
/// <param name="Refused">Records that are wrong, or may not be registered.</param>
/// <param name="SettledLine">All lines of the file up to this one are settled; sent again, the import goes on behind it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was done; null before that.</param>
/// <param name="Refusals">Where its refused lines are.</param>
public sealed record ImportJob(
    Guid Job, ImportState State, string ContentType, bool DryRun, long Lines, long Registered, long Unchanged, long Refused,
    long SettledLine, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string Refusals)
{
    internal static string PathOf(Guid job) => $"/api/lots/batch/{job}";
}

/// <summary>Where an import stands.</summary>
public enum ImportState
{
    /// <summary>Lines come in.</summary>
    Running,

    /// <summary>The connection broke, or the service ended. Send the file again, with <c>?job=</c>.</summary>
    Interrupted,

    /// <summary>All lines are settled.</summary>
    Done,
}

/// <summary>How far an import is settled.</summary>
/// <param name="Line">The last line that is.</param>
/// <param name="Bytes">Bytes of the file up to there.</param>
/// <param name="Hash">SHA-256 of these bytes.</param>
internal sealed record ImportMark(long Line, long Bytes, byte[] Hash);

/// <summary>What became of records.</summary>
internal readonly record struct ImportCounts(long Registered, long Unchanged, long Refused);

/// <summary>An import as its table has it.</summary>
internal sealed record StoredImport(
    Guid Id, string Organisation, Guid Run, ImportState State, string ContentType, bool DryRun, ImportCounts Counts, ImportMark Mark, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public ImportJob AsAnswer() => new(
        Id, State, ContentType, DryRun, Counts.Registered + Counts.Unchanged + Counts.Refused, Counts.Registered, Counts.Unchanged, Counts.Refused,
        Mark.Line, StartedAt, FinishedAt, ImportJob.PathOf(Id) + "/refusals");
}
