using System.Security.Cryptography;
using Lotmark.Ledger.Lots.Documents;

namespace Lotmark.Ledger.Tests.Lots.Documents;

/// <summary>Whichever store is set, files behave alike.</summary>
public sealed class FileStoreTests(LedgerApp app)
{
    [Theory]
    [InlineData("database")]
    [InlineData("folder")]
    public async Task A_file_is_kept_once_and_read_from_anywhere_in_it(string store)
    {
        var folder = Directory.CreateTempSubdirectory("lotmark-documents-").FullName;
        try
        {
            await using var services = new LedgerServices(app, ("Documents:Store", store), ("Documents:Directory", folder));
            var files = services.Get<IFileStore>();
            var bytes = RandomNumberGenerator.GetBytes(600_001);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));

            Assert.Null(await files.OpenAsync(hash, CancellationToken.None));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => files.StoreAsync(hash, new MemoryStream(bytes), CancellationToken.None)));
            await using var read = (await files.OpenAsync(hash, CancellationToken.None))!;
            var end = new byte[300_000];
            read.Seek(-end.Length, SeekOrigin.End);
            await read.ReadExactlyAsync(end);
            read.Position = 0;
            var all = new MemoryStream();
            await read.CopyToAsync(all);

            Assert.Equal(bytes, all.ToArray());
            Assert.Equal(bytes[^end.Length..], end);
            if (store == "folder") Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
