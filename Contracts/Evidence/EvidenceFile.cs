using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Lotmark.Contracts.Json;

namespace Lotmark.Contracts.Evidence;

/// <summary>
/// A file that shows something of a lot: what the ledger holds of it (<see cref="EvidenceBundle" />), that it holds nothing
/// (<see cref="AbsenceEvidence" />), or that one event was taken (<see cref="ReceiptEvidence" />). Reading checks the form only;
/// <see cref="EvidenceCheck" /> judges the content.
/// </summary>
/// <param name="Lot">Name of the lot.</param>
/// <param name="Key">The vkey that the file names as the log's.</param>
/// <param name="Anchor">Where the checkpoint stands on a chain; null when it does not yet.</param>
public abstract record EvidenceFile(string Lot, string Key, AnchorReceipt? Anchor)
{
    /// <summary>A longer file is refused unread.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads whichever it is: exactly the members of its format, base64 in its one spelling.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="problem">Otherwise, what is wrong with its form.</param>
    public static bool TryParse(ReadOnlyMemory<byte> utf8Json, [NotNullWhen(true)] out EvidenceFile? file, [NotNullWhen(false)] out string? problem)
    {
        (file, problem) = (null, null);
        try
        {
            if (utf8Json.Length > MaxBytes) throw new FormatException($"the file is longer than {MaxBytes} bytes");
            file = Members(utf8Json) switch
            {
                var members when members.Contains("absence") => StrictObject.Read(utf8Json, "document", AbsenceEvidence.Read),
                var members when members.Contains("receipt") => StrictObject.Read(utf8Json, "answer", ReceiptEvidence.Read),
                // RFC 9457: the server's refusal, which people save as if it were what they asked for.
                var members when members.Contains("status") && members.Contains("title") => throw new FormatException("the file is a refusal of the server and shows nothing: ask it again"),
                _ => StrictObject.Read(utf8Json, "bundle", EvidenceBundle.Read),
            };
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static HashSet<string> Members(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8Json, StrictObject.Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. document.RootElement.EnumerateObject().Select(m => m.Name)] : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the file is not JSON: {e.Message}", e);
        }
    }
}
