using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lotmark.Scanner.Http;

/// <summary>A body in the encodings that browsers take (RFC 9110, section 8.4), each made when it is first asked for, each with a strong tag of its own.</summary>
internal sealed class EncodedBody
{
    // Less fits into one packet anyway.
    private const int SmallestEncoded = 1024;

    private readonly byte[] _body;
    private readonly Lazy<string> _hash;
    private Form? _plain, _brotli, _gzip; // made twice at worst

    public EncodedBody(byte[] body, string contentType)
    {
        _body = body;
        IsEncodable = body.Length >= SmallestEncoded && (contentType.StartsWith("text/", StringComparison.Ordinal) || contentType.Contains("json", StringComparison.Ordinal) || contentType.Contains("xml", StringComparison.Ordinal));
        _hash = new(() => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16)));
    }

    /// <summary>Whether it is worth to be encoded.</summary>
    public bool IsEncodable { get; }

    /// <summary>The body as it is sent.</summary>
    /// <param name="Body">Its bytes.</param>
    /// <param name="Encoding">How they are encoded; null for as they are.</param>
    /// <param name="Tag">Strong tag, quotes included (RFC 9110, section 8.8.3).</param>
    public sealed record Form(byte[] Body, string? Encoding, string Tag);

    /// <summary>The body as a request takes it best.</summary>
    /// <param name="request">The request.</param>
    /// <param name="small">Whether time is spent to make it as small as can be.</param>
    public Form For(HttpRequest request, bool small)
    {
        if (!IsEncodable || request.Headers.AcceptEncoding.Count == 0 || !StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var taken)) return Plain;
        var level = small ? CompressionLevel.SmallestSize : CompressionLevel.Optimal;
        var (brotli, gzip) = (Quality(taken, "br"), Quality(taken, "gzip"));
        return brotli > 0 && brotli >= gzip ? _brotli ??= new(Packed(target => new BrotliStream(target, level)), "br", Tag("-br"))
            : gzip > 0 ? _gzip ??= new(Packed(target => new GZipStream(target, level)), "gzip", Tag("-gz"))
            : Plain;
    }

    private Form Plain => _plain ??= new(_body, null, Tag(""));

    private static double Quality(IList<StringWithQualityHeaderValue> taken, string encoding) =>
        (taken.FirstOrDefault(t => t.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ?? taken.FirstOrDefault(t => t.Value == "*")) is { } found ? found.Quality ?? 1 : 0;

    private string Tag(string encoding) => $"\"{_hash.Value}{encoding}\"";

    private byte[] Packed(Func<Stream, Stream> encoder)
    {
        using var target = new MemoryStream();
        using (var stream = encoder(target)) stream.Write(_body);
        return target.ToArray();
    }
}
