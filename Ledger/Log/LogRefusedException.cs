namespace Lotmark.Ledger.Log;

/// <summary>What stands in the database is not what was signed. Signing on could be a second history, so nothing is; only a person can tell what happened.</summary>
/// <param name="code">The alarm.</param>
/// <param name="message">What was found and what to do.</param>
public sealed class LogRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The log is shorter than what was signed: an older backup was put back, or its end was cut off.</summary>
    public const string RolledBack = "log-rolled-back";

    /// <summary>Stored tiles, leaves or checkpoints contradict what was signed.</summary>
    public const string Forked = "log-forked";

    /// <summary>The alarm.</summary>
    public string Code => code;
}
