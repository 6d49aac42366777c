using Lotmark.Contracts.Notes;

namespace Lotmark.Contracts.Tests.Notes;

public sealed class TlogProofTests
{
    private const string Hash = "3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=";
    private const string File = TlogProof.Header + "\nindex 3\n" + Hash + "\n" + Hash + "\n\nthe note\n\nsigned\n";

    [Fact]
    public void A_file_reads_back_as_it_was_written()
    {
        Assert.True(TlogProof.TryParse(File, out var proof));
        Assert.Equal((3L, 2, "the note\n\nsigned\n", File), (proof.Index, proof.Path.Count, proof.Note, proof.ToString()));
    }

    [Fact]
    public void A_path_may_be_empty()
    {
        Assert.True(TlogProof.TryParse(new TlogProof(0, [], "note\n").ToString(), out var proof));
        Assert.Empty(proof.Path);
    }

    public static TheoryData<string> Malformed => new(
    [
        "", "\n\n", TlogProof.Header, TlogProof.Header + "\n\nnote\n",
        File.Replace("@v1", "@v2", StringComparison.Ordinal),
        File.Replace("index 3", "index 03", StringComparison.Ordinal),
        File.Replace("index 3", "index +3", StringComparison.Ordinal),
        File.Replace("index 3", "index -3", StringComparison.Ordinal),
        File.Replace("index 3", "index  3", StringComparison.Ordinal),
        File.Replace("index 3", "index", StringComparison.Ordinal),
        File.Replace("index 3", "index 9223372036854775808", StringComparison.Ordinal),
        File.Replace("\n", "\r\n", StringComparison.Ordinal),
        File.Replace(Hash, Hash + " ", StringComparison.Ordinal),
        File.Replace(Hash, Hash[..^1], StringComparison.Ordinal),
        File.Replace(Hash, Convert.ToBase64String(new byte[31]), StringComparison.Ordinal),
        File.Replace(Hash, Convert.ToBase64String(new byte[33]), StringComparison.Ordinal),
        File.Replace(Hash, Hash[..^2] + "x=", StringComparison.Ordinal), // unused bits set
        new TlogProof(0, [.. Enumerable.Repeat(new byte[32], 64)], "note\n").ToString(),
        File + new string('x', 100_000),
    ]);

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Another_spelling_is_refused(string file) => Assert.False(TlogProof.TryParse(file, out _));

    [Theory]
    [InlineData("origin\n1\n" + Hash + "\n", true)]
    [InlineData("origin\n1\n" + Hash + "\nextension\n", true)]
    [InlineData("origin\n1\n" + Hash + "\n\n", false)]
    [InlineData("origin\n1\n" + Hash, false)]
    [InlineData("\n1\n" + Hash + "\n", false)]
    [InlineData("origin\n01\n" + Hash + "\n", false)]
    [InlineData("origin\n-1\n" + Hash + "\n", false)]
    [InlineData("origin\n9223372036854775808\n" + Hash + "\n", false)]
    [InlineData("origin\n1\n" + Hash + "=\n", false)]
    [InlineData("origin\n0\n" + Hash + "\n", false)]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    public void A_checkpoint_has_one_spelling(string text, bool sound) => Assert.Equal(sound, Checkpoint.TryParse(text, out _));
}
