using System.Security.Cryptography;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>A file as it came, put aside on disk while it is looked at, and gone with this object.</summary>
public sealed class UploadedFile : IAsyncDisposable
{
    /// <summary>No file is longer (30 MB).</summary>
    public const int LongestFile = 30 << 20;

    private readonly FileStream _content;

    private UploadedFile(FileStream content, string sha256, string? mediaType) => (_content, Sha256, MediaType) = (content, sha256, mediaType);

    /// <summary>SHA-256, hex.</summary>
    public string Sha256 { get; }

    /// <summary>What it is, by its content; null when it is none of those taken.</summary>
    public string? MediaType { get; }

    /// <summary>Bytes.</summary>
    public long Size => _content.Length;

    /// <summary>Takes it in, hashing on the way.</summary>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<UploadedFile> ReceiveAsync(Stream upload, CancellationToken cancel)
    {
        var content = new FileStream(
            Path.Combine(Path.GetTempPath(), $"lotmark-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            while (await upload.ReadAsync(buffer, cancel) is > 0 and var length)
            {
                if (content.Length + length > LongestFile) throw new BadHttpRequestException("A file has at most 30 MB. 文件最大30MB。", StatusCodes.Status413PayloadTooLarge);
                hash.AppendData(buffer, 0, length);
                await content.WriteAsync(buffer.AsMemory(0, length), cancel);
            }
            var (head, tail) = (await PartAsync(content, 0, FileKind.HeadLength, cancel), await PartAsync(content, content.Length - FileKind.TailLength, FileKind.TailLength, cancel));
            return new(content, Convert.ToHexStringLower(hash.GetHashAndReset()), FileKind.Of(head, tail));
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its bytes from the beginning.</summary>
    public Stream Open()
    {
        _content.Position = 0;
        return _content;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _content.DisposeAsync();

    private static async Task<byte[]> PartAsync(FileStream content, long from, int length, CancellationToken cancel)
    {
        content.Position = Math.Max(0, from);
        var part = new byte[Math.Min(length, content.Length)];
        await content.ReadExactlyAsync(part, cancel);
        return part;
    }
}
