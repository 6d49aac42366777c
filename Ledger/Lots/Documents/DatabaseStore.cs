using Npgsql;
using NpgsqlTypes;

namespace Lotmark.Ledger.Lots.Documents;

/// <summary>Files in the database, in pieces: every node sees them, and a backup of the database holds them.</summary>
public sealed class DatabaseStore(NpgsqlDataSource database) : IFileStore
{
    private const int PieceLength = 1 << 18;

    /// <inheritdoc />
    public async Task StoreAsync(string sha256, Stream content, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        // Who sends the same file at the same time waits here, and finds it there.
        await using var note = new NpgsqlCommand("insert into documents.file (sha256, size) values ($1, $2) on conflict do nothing", connection);
        var hash = Convert.FromHexString(sha256);
        note.Parameters.Add(new() { Value = hash });
        note.Parameters.Add(new() { Value = content.Length });
        if (await note.ExecuteNonQueryAsync(cancel) == 0) return;

        await using (var copy = await connection.BeginBinaryImportAsync("copy documents.piece (sha256, number, bytes) from stdin (format binary)", cancel))
        {
            var piece = new byte[PieceLength];
            for (var number = 0; await content.ReadAtLeastAsync(piece, PieceLength, throwOnEndOfStream: false, cancel) is > 0 and var length; number++)
            {
                await copy.StartRowAsync(cancel);
                await copy.WriteAsync(hash, NpgsqlDbType.Bytea, cancel);
                await copy.WriteAsync(number, NpgsqlDbType.Integer, cancel);
                await copy.WriteAsync(piece.AsMemory(0, length), NpgsqlDbType.Bytea, cancel);
            }
            await copy.CompleteAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    /// <inheritdoc />
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancel)
    {
        var hash = Convert.FromHexString(sha256);
        await using var command = database.CreateCommand("select size from documents.file where sha256 = $1");
        command.Parameters.Add(new() { Value = hash });
        return await command.ExecuteScalarAsync(cancel) is long size ? new Pieces(database, hash, size) : null;
    }

    // One piece at a time, and no connection between two: a slow reader holds nothing.
    private sealed class Pieces(NpgsqlDataSource database, byte[] sha256, long size) : Stream
    {
        private byte[] _piece = [];
        private int _number = -1;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= size || buffer.IsEmpty) return 0;
            var (number, offset) = ((int)(Position / PieceLength), (int)(Position % PieceLength));
            if (number != _number)
            {
                await using var command = database.CreateCommand("select bytes from documents.piece where sha256 = $1 and number = $2");
                command.Parameters.Add(new() { Value = sha256 });
                command.Parameters.Add(new() { Value = number });
                _piece = await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? throw new EndOfStreamException("A piece of the file is missing.");
                _number = number;
            }
            var length = Math.Min(buffer.Length, _piece.Length - offset);
            _piece.AsMemory(offset, length).CopyTo(buffer);
            Position += length;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => size + offset,
        };

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }
    }
}
