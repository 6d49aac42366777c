using Lotmark.Contracts.Notes;
using Lotmark.Ledger.Log;

namespace Lotmark.Ledger.Tests.Log;

public sealed class SignedHeadTests
{
    private static readonly NoteSigner Signer = new("ledger.example/log", new byte[32]);

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("lotmark-head-").FullName, SignedHead.FileName);

    [Fact]
    public void It_moves_only_from_the_head_that_the_caller_built_on()
    {
        var head = new SignedHead(_path);
        Assert.Null(head.Read());

        head.Swap(null, Note(1));
        head.Swap(head.Read(), Note(2));

        Assert.Equal(2, head.Read()!.Size);
        Assert.Equal(Note(2), File.ReadAllText(_path));
        Assert.Throws<InvalidOperationException>(() => head.Swap(null, Note(3)));
        Assert.Throws<InvalidOperationException>(() => head.Swap(Of(1), Note(3)));
        Assert.Equal(2, new SignedHead(_path).Read()!.Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ledger.example/log\n2\n")]
    [InlineData("ledger.example/log\n-2\nAAAA\n\n— x y\n")]
    public void A_file_that_holds_no_checkpoint_is_never_taken_for_a_fresh_start(string content)
    {
        File.WriteAllText(_path, content);

        Assert.Contains(_path, Assert.Throws<StartupException>(() => new SignedHead(_path).Read()).Message, StringComparison.Ordinal);
    }

    private static Checkpoint Of(long size) => new(Signer.Key.Name, size, [.. Enumerable.Repeat((byte)size, 32)]);

    private static string Note(long size) => Signer.Sign(Of(size).Text);
}
