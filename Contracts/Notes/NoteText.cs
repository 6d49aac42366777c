using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Lotmark.Contracts.Notes;

internal static class NoteText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A lone surrogate must not become U+FFFD: two texts would share one signature.
    public static bool TryEncode(string text, [NotNullWhen(true)] out byte[]? utf8)
    {
        try
        {
            utf8 = Strict.GetBytes(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            utf8 = null;
            return false;
        }
    }

    // Lines of characters from U+0020 on; what a reader sees is what was signed.
    public static bool IsPlain(string text) => !text.StartsWith('\ufeff') && !text.Any(c => c < ' ' && c != '\n') && TryEncode(text, out _);
}
