using System.Diagnostics.CodeAnalysis;
using Lotmark.Contracts.Notes;

namespace Lotmark.Contracts.Evidence;

// Whose signature counts: a trust file's keys, whatever the file to be checked names; without one the key that it names itself.
internal sealed record LogKeys(VerifierKey Named, TrustFile? Trust)
{
    private IReadOnlyList<VerifierKey> Counting => Trust?.Keys ?? [Named];

    // A line by the named key must hold too where there is one: a key that signs nonsense is no key to name.
    public bool TryOpen(string note, [NotNullWhen(true)] out SignedNote? opened, [NotNullWhen(true)] out VerifierKey? signer)
    {
        signer = SignedNote.TryOpen(note, [.. Counting.Append(Named).Distinct()], out opened) ? Counting.FirstOrDefault(opened.Signers.Contains) : null;
        return signer is not null;
    }

    public static string Shown(VerifierKey key) => $"{key.Name}+{key.Id:x8}";
}
