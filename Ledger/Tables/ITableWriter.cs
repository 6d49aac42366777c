namespace Lotmark.Ledger.Tables;

/// <summary>Writes a table row by row.</summary>
public interface ITableWriter : IAsyncDisposable
{
    /// <summary>Writes a row.</summary>
    ValueTask WriteAsync(IReadOnlyList<Cell> row, CancellationToken cancel);

    /// <summary>Completes the file.</summary>
    ValueTask FinishAsync(CancellationToken cancel);
}
