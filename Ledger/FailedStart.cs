using Lotmark.Contracts.Chain;

namespace Lotmark.Ledger;

/// <summary>How a start may end before the service runs.</summary>
internal static class FailedStart
{
    private const int Failed = 1;

    /// <summary>The exit code of what was interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of a foreseen failure; null for what nobody foresaw, which is told with its trace.</summary>
    public static int? ExitCodeOf(Exception e) => e switch
    {
        OperationCanceledException => Interrupted, // everything is stopped again
        StartupException => Failed,
        IOException => Failed, // what a server can't bind to
        ChainFaultException => Failed,
        _ => null,
    };
}
