using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Lotmark.Contracts.Notes;

/// <summary>
/// A text with signatures that hold (C2SP signed-note): the text, an empty line, then lines of
/// <c>— name base64(key id || signature)</c>.
/// </summary>
/// <param name="Text">What was signed, with its last line feed.</param>
/// <param name="Signers">The known keys that signed it, each once, at least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<VerifierKey> Signers)
{
    /// <summary>A longer note is refused unread.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>A note with more signature lines is refused.</summary>
    public const int MaxSignatures = 100;

    private const string Dash = "— ";
    private const int KeyIdBytes = 4;

    /// <summary>
    /// Reads a note. Lines by unknown keys are ignored; one line by a known key that does not hold condemns the note, and so does
    /// the lack of any known key.
    /// </summary>
    /// <param name="note">The whole note, verbatim.</param>
    /// <param name="known">Keys the caller trusts.</param>
    /// <param name="opened">The text and who signed it.</param>
    public static bool TryOpen(string note, IReadOnlyCollection<VerifierKey> known, [NotNullWhen(true)] out SignedNote? opened)
    {
        opened = null;
        if (!TrySplit(note, out var text, out var lines)) return false;

        var signers = new List<VerifierKey>();
        foreach (var line in lines)
        {
            if (!TryParseLine(line, out var name, out var id, out var signature)) return false;
            var named = known.Where(k => k.Name == name && k.Id == id).ToList();
            if (named.Count == 0) continue;
            if (named.Find(k => k.Verifies(signature, text)) is not { } signer) return false;
            if (!signers.Contains(signer)) signers.Add(signer);
        }
        if (signers.Count == 0) return false;
        opened = new(text, signers);
        return true;
    }

    // The text may hold empty lines itself: the last one separates.
    private static bool TrySplit(string note, out string text, out string[] signatures)
    {
        (text, signatures) = ("", []);
        if (note.Length > MaxLength || !NoteText.IsPlain(note) || !note.EndsWith('\n')) return false;
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || end + 2 == note.Length) return false;
        text = note[..(end + 1)];
        signatures = note[(end + 2)..^1].Split('\n');
        return signatures.Length <= MaxSignatures;
    }

    private static bool TryParseLine(string line, out string name, out uint id, out byte[] signature)
    {
        (name, id, signature) = ("", 0, []);
        if (!line.StartsWith(Dash, StringComparison.Ordinal)) return false;
        var parts = line[Dash.Length..].Split(' ');
        if (parts.Length != 2 || !VerifierKey.IsName(parts[0])) return false;
        if (!StrictBase64.TryDecode(parts[1], out var bytes) || bytes.Length <= KeyIdBytes) return false;
        (name, id, signature) = (parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[KeyIdBytes..]);
        return true;
    }
}
