namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Where the files of documents lie, each once, by its hash (<c>Documents:Store</c>).</summary>
public interface IFileStore
{
    /// <summary>Keeps a file; nothing happens when it is there. When this returns, it is durable.</summary>
    Task StoreAsync(string sha256, Stream content, CancellationToken cancel);

    /// <summary>Opens a file, to be read from anywhere in it; null when it is not there.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancel);
}
