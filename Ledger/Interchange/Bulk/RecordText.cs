using System.Net.Http.Headers;
using System.Text;
using System.Text.Unicode;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>
/// In which encoding a file is: the one it is sent with, else the one that its first record beyond ASCII shows. Until then both are the same.
/// </summary>
internal sealed class RecordText
{
    private static readonly Encoding Utf8Text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // A part of .NET, and made known once: GB 18030 holds GBK and GB 2312.
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private bool _isKnown;

    private RecordText(Encoding? known) => (Encoding, _isKnown) = (known ?? Utf8Text, known is not null);

    /// <summary>How records are decoded.</summary>
    public Encoding Encoding { get; private set; }

    /// <summary>By the charset of a content type; null when it names one that is not read here.</summary>
    public static RecordText? Of(MediaTypeHeaderValue type) => type.CharSet?.Trim('"').ToUpperInvariant() switch
    {
        null or "" => new(null),
        "UTF-8" or "UTF8" or "US-ASCII" => new(Utf8Text),
        "GB18030" or "GBK" or "GB2312" => new(Gb18030),
        _ => null,
    };

    /// <summary>Whether a record is text in the encoding of its file.</summary>
    public bool Reads(ReadOnlySpan<byte> record)
    {
        if (Ascii.IsValid(record)) return true;
        if (!_isKnown) (Encoding, _isKnown) = (Utf8.IsValid(record) ? Utf8Text : Gb18030, true);
        return Encoding == Utf8Text ? Utf8.IsValid(record) : IsGb18030(record);
    }

    /// <summary>The record in UTF-8.</summary>
    public ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> record) =>
        Encoding == Utf8Text ? record : Encoding.UTF8.GetBytes(Encoding.GetString(record.Span));

    private static bool IsGb18030(ReadOnlySpan<byte> record)
    {
        try
        {
            return Gb18030.GetCharCount(record) >= 0;
        }
        catch (Exception e) when (e is DecoderFallbackException or ArgumentException)
        {
            return false;
        }
    }
}
