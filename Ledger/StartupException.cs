namespace Lotmark.Ledger;

/// <summary>Lotmark can't start here. The message is one sentence for the person at the terminal: what is wrong and what to do.</summary>
public sealed class StartupException : Exception
{
    /// <summary>A reason not to start.</summary>
    public StartupException(string message) : base(message) { }

    /// <summary>A reason not to start, with what was behind it.</summary>
    public StartupException(string message, Exception cause) : base(message, cause) { }
}
