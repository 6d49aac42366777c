using Lotmark.Contracts.Notes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Lotmark.Contracts.Tests.Notes;

public sealed class SignedNoteTests
{
    private const string LogVkey = "ledger.example/food+530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private const string WitnessVkey = "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";
    private const string Text = "ledger.example/food\n7\n3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw=\n";
    private const string LogLine = "— ledger.example/food UwZDwTuEaWwsXHMQBsxHZmjIFE0KV0x8sKYQHPqaKvRq131y9ezkOM7vnfpPRwW6jhN93cjRba9sRvWPpM6XNzWFDAk=\n";
    private const string WitnessLine = "— witness.example/w1 IDJKvgAAAABpVbkAVfaDkYYx3dEWVfaPqNJ35Q9Mt20g5AUwWvhjkv6ECmC7TceGyJiMz6j/xNr1ZPRTJO+tuuHXhoK0AEKx6bxnDg==\n";
    private const string Note = Text + "\n" + LogLine + WitnessLine;

    private static readonly NoteSigner Log = new("ledger.example/food", Seed(0x00));
    private static readonly VerifierKey LogKey = Key(LogVkey);
    private static readonly VerifierKey WitnessKey = Key(WitnessVkey);

    [Fact]
    public void The_keys_come_from_their_seeds()
    {
        Assert.Equal(LogVkey, Log.Key.ToString());
        Assert.Equal(LogKey, Log.Key);
        Assert.NotEqual(LogKey, WitnessKey);
        Assert.Equal(WitnessVkey, VerifierKey.Of("witness.example/w1", new Ed25519PrivateKeyParameters(Seed(0x20)).GeneratePublicKey().GetEncoded(), KeyType.Cosignature).ToString());
    }

    [Fact]
    public void The_log_signs_this_checkpoint_with_this_line() => Assert.Equal(Text + "\n" + LogLine, Log.Sign(Text));

    [Fact]
    public void A_checkpoint_with_a_cosignature_opens_with_both_keys()
    {
        Assert.True(SignedNote.TryOpen(Note, [LogKey, WitnessKey], out var note));
        Assert.Equal(Text, note.Text);
        Assert.Equal([LogKey, WitnessKey], note.Signers);
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.Equal(("ledger.example/food", 7L, Text), (checkpoint.Origin, checkpoint.Size, checkpoint.Text));
    }

    [Fact]
    public void Lines_by_unknown_keys_are_ignored()
    {
        Assert.True(SignedNote.TryOpen(Note, [WitnessKey], out var note));
        Assert.Equal([WitnessKey], note.Signers);
        Assert.True(SignedNote.TryOpen(Note + "— someone AAAAAAA=\n", [LogKey], out _));
    }

    [Fact]
    public void A_note_by_none_of_the_known_keys_is_refused()
    {
        Assert.False(Opens(Note, new NoteSigner("ledger.example/food", Seed(0x40)).Key));
        Assert.False(Opens(Note, new NoteSigner("other.example", Seed(0x00)).Key));
        Assert.False(Opens(Note));
    }

    [Fact]
    public void A_line_by_a_known_key_that_does_not_hold_condemns_the_note()
    {
        Assert.False(Opens(Note.Replace("GyJiM", "GyJiN", StringComparison.Ordinal), LogKey, WitnessKey));
        Assert.True(Opens(Note.Replace("GyJiM", "GyJiN", StringComparison.Ordinal), LogKey));
        Assert.False(Opens(Note.Replace("\n7\n", "\n8\n", StringComparison.Ordinal), LogKey));
        Assert.False(Opens(Note.Replace("IDJKvgAAAABpVbkA", "IDJKvgAAAABpVbkB", StringComparison.Ordinal), LogKey, WitnessKey)); // another time
    }

    [Fact]
    public void A_key_that_signed_twice_counts_once()
    {
        Assert.True(SignedNote.TryOpen(Note + LogLine + WitnessLine, [LogKey, WitnessKey], out var note));
        Assert.Equal([LogKey, WitnessKey], note.Signers);
    }

    [Fact]
    public void The_last_empty_line_separates_text_from_signatures()
    {
        var text = Text + "\n— not a signature\n\nend\n";
        Assert.True(SignedNote.TryOpen(Log.Sign(text), [LogKey], out var note));
        Assert.Equal(text, note.Text);
    }

    public static TheoryData<string> Malformed => new(
    [
        "", "\n", "\n\n", Text, Text + "\n", LogLine, "\n" + LogLine,
        Text + LogLine,                                                          // no empty line
        Note[..^1],                                                              // no last line feed
        Note + "\n",                                                             // an empty line among the signatures
        "\ufeff" + Note,
        Note.Replace("\n", "\r\n", StringComparison.Ordinal),
        Note.Replace("food\n7", "food\t\n7", StringComparison.Ordinal),
        Note.Replace("food\n7", "food\ud800\n7", StringComparison.Ordinal),
        Note.Replace("— l", "- l", StringComparison.Ordinal),
        Note.Replace("— l", "—  l", StringComparison.Ordinal),
        Note.Replace("— l", "—l", StringComparison.Ordinal),
        Note.Replace("— l", " — l", StringComparison.Ordinal),
        Note.Replace("DAk=\n", "DAk= \n", StringComparison.Ordinal),
        Note.Replace("DAk=\n", "DAk\n", StringComparison.Ordinal),               // no padding
        Note.Replace("DAk=\n", "DAl=\n", StringComparison.Ordinal),              // unused bits set
        Note + "— some+one AAAAAAA=\n",
        Note + "— someone AAAAAA==\n",                                           // a key id and nothing behind it
        Note + "— someone\n",
        Note + "someone AAAAAAA=\n",
        Note + string.Concat(Enumerable.Repeat("— someone AAAAAAA=\n", SignedNote.MaxSignatures)),
        Text + new string('x', SignedNote.MaxLength) + "\n\n" + LogLine,
    ]);

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_note_is_refused(string note) => Assert.False(Opens(note, LogKey));

    [Fact]
    public void Sixteen_lines_and_more_are_read() =>
        Assert.True(Opens(Note + string.Concat(Enumerable.Repeat("— someone AAAAAAA=\n", 50)), LogKey));

    [Theory]
    [InlineData("")]
    [InlineData("ledger.example/food")]
    [InlineData("ledger.example/food+530643C1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // upper case
    [InlineData("ledger.example/food+530643c2+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // another id
    [InlineData("ledger.example/wood+530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // another name
    [InlineData("ledger.example/food+530643c1+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")] // another type
    [InlineData("ledger.example/food+530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG")]
    [InlineData("+530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ledger.example/food +530643c1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    public void A_key_in_another_spelling_is_refused(string vkey) => Assert.False(VerifierKey.TryParse(vkey, out _));

    [Fact]
    public void A_key_of_small_order_is_refused()
    {
        byte[] identity = [1, .. new byte[31]];
        Assert.False(VerifierKey.TryParse(VerifierKey.Of("ledger.example/food", identity).ToString(), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("one+two")]
    public void A_signer_needs_a_name_that_a_note_can_carry(string name) => Assert.Throws<ArgumentException>(() => new NoteSigner(name, Seed(0)));

    [Fact]
    public void What_no_reader_would_take_is_not_signed() =>
        Assert.All(["no line feed", "a tab\t\n", "half a pair \ud800\n"], text => Assert.Throws<ArgumentException>(() => Log.Sign(text)));

    private static bool Opens(string note, params VerifierKey[] keys) => SignedNote.TryOpen(note, keys, out _);

    private static VerifierKey Key(string vkey) => VerifierKey.TryParse(vkey, out var key) ? key : throw new FormatException(vkey);

    private static byte[] Seed(byte first) => [.. Enumerable.Range(first, 32).Select(i => (byte)i)];
}
