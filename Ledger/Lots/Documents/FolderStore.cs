namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Files in a folder, that of one machine or one that several share.</summary>
public sealed class FolderStore(string folder) : IFileStore
{
    /// <inheritdoc />
    public async Task StoreAsync(string sha256, Stream content, CancellationToken cancel)
    {
        var path = PathOf(sha256);
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.CreateVersion7():N}";
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                await content.CopyToAsync(file, cancel);
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true); // who came first wrote the same bytes
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <inheritdoc />
    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancel) => Task.FromResult<Stream?>(
        File.Exists(PathOf(sha256)) ? new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous) : null);

    private string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);
}
