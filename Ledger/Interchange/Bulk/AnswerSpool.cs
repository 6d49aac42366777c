using Microsoft.Win32.SafeHandles;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// What was answered and not yet read, on disk. Most callers of HTTP/1.1 send their whole file before they read a byte: were the answer to wait
/// for them, they would wait for each other.
/// </summary>
internal sealed class AnswerSpool(HttpResponse response, CancellationToken gone) : IDisposable
{
    /// <summary>Bytes that may wait to be read (256 MiB, some millions of lots).</summary>
    public const long MostUnread = 256 << 20;

    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), $"lotmark-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

    private readonly SemaphoreSlim _written = new(0);
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private long _end, _sent;
    private volatile bool _complete;

    /// <summary>Puts a part of the answer behind the rest. False when too much waits.</summary>
    public bool TryWrite(ReadOnlySpan<byte> part)
    {
        lock (_gate)
        {
            if (_end - _sent + part.Length > MostUnread) return false;
            if (_sent == _end) _sent = _end = 0; // all was read: the file need not grow
            RandomAccess.Write(_file, part, _end);
            _end += part.Length;
        }
        _written.Release();
        return true;
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete()
    {
        _complete = true;
        _written.Release();
    }

    /// <summary>Sends it, until all is sent or the caller went away.</summary>
    public async Task SendAsync()
    {
        try
        {
            for (var complete = false; !complete;)
            {
                await _written.WaitAsync(gone);
                complete = _complete; // looked at before the last is taken
                while (Take() is > 0 and var length)
                {
                    await response.Body.WriteAsync(_buffer.AsMemory(0, length), gone);
                    await response.Body.FlushAsync(gone);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Gone: what is read is settled all the same.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file.Dispose();
        _written.Dispose();
    }

    private int Take()
    {
        lock (_gate)
        {
            var length = (int)Math.Min(_buffer.Length, _end - _sent);
            length = RandomAccess.Read(_file, _buffer.AsSpan(0, length), _sent);
            _sent += length;
            return length;
        }
    }
}
