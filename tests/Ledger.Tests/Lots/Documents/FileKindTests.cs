using CsCheck;
using Lotmark.Ledger.Lots.Documents;

namespace Lotmark.Ledger.Tests.Lots.Documents;

public sealed class FileKindTests
{
    [Fact]
    public void A_file_is_what_its_bytes_are()
    {
        Assert.Equal("application/pdf", Of(SmallFiles.Pdf(5000)));
        Assert.Equal("image/jpeg", Of(SmallFiles.Jpeg));
        Assert.Equal("image/png", Of(SmallFiles.Png));
    }

    [Fact]
    public void A_file_that_is_cut_off_or_something_else_is_none()
    {
        foreach (var whole in new[] { SmallFiles.Pdf(), SmallFiles.Jpeg, SmallFiles.Png })
            for (var length = 0; length < whole.Length - 8; length++) Assert.Null(Of(whole[..length]));
        Assert.Null(Of("<html><script>alert(1)</script></html>"u8.ToArray()));
        Assert.Null(Of([.. "MZ"u8, .. SmallFiles.Pdf()]));
        Assert.Null(Of([.. SmallFiles.Png[..16], 0, 0, 0, 0, .. SmallFiles.Png[20..]])); // no width
    }

    [Fact]
    public void Any_bytes_can_be_asked_about() => Gen.Byte.Array[0, 3000].Sample(bytes => _ = Of(bytes));

    private static string? Of(byte[] file) => FileKind.Of(file.AsSpan(0, Math.Min(file.Length, FileKind.HeadLength)), file.AsSpan(Math.Max(0, file.Length - FileKind.TailLength)));
}
