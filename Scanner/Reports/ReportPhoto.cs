using SkiaSharp;

namespace Lotmark.Scanner.Reports;

/// <summary>
/// Makes of a photo as it came a fresh one: drawn anew, upright and not too large, it keeps pixels and nothing else. Where and by whose
/// phone it was taken is gone, and so is whatever else was hidden in the file.
/// </summary>
internal static class ReportPhoto
{
    /// <summary>No file is longer (10 MB).</summary>
    public const int LongestFile = 10 << 20;

    // A small file can unfold into gigabytes: its size is looked at before any of it is unfolded.
    private const long MostPixels = 40_000_000;

    private const int LongestSide = 2048;
    private const int Quality = 82;

    // 40 megapixels take 160 MB while they are drawn.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>What is wrong with a file by its beginning; null when it may be drawn.</summary>
    public static ReportFault? FaultOf(byte[] file)
    {
        using var codec = Open(file);
        return codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp) ? ReportFault.PhotoKind
            : (long)codec.Info.Width * codec.Info.Height is 0 or > MostPixels ? ReportFault.PhotoPixels
            : null;
    }

    /// <summary>The fresh JPEG; null when the file is damaged.</summary>
    public static async Task<byte[]?> DrawAnewAsync(byte[] file, CancellationToken cancel)
    {
        await OneAtATime.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => DrawAnew(file), cancel);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static byte[]? DrawAnew(byte[] file)
    {
        using var codec = Open(file);
        if (codec is null) return null;
        // A JPEG unfolds to eighths of its size at once: as many as leave it large enough.
        var shrunk = Math.Min(1f, (float)LongestSide / Math.Max(codec.Info.Width, codec.Info.Height));
        var decoded = codec.GetScaledDimensions(MathF.Ceiling(shrunk * 8) / 8);
        using var pixels = new SKBitmap(new SKImageInfo(decoded.Width, decoded.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success) return null;

        var turned = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var scale = Math.Min(1f, (float)LongestSide / Math.Max(decoded.Width, decoded.Height));
        var (width, height) = (Math.Max(1, (int)(decoded.Width * scale)), Math.Max(1, (int)(decoded.Height * scale)));
        // Without a colour space the encoder writes no profile beside the pixels.
        using var drawn = new SKBitmap(new SKImageInfo(turned ? height : width, turned ? width : height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(drawn))
        using (var image = SKImage.FromBitmap(pixels))
        {
            canvas.Clear(SKColors.White);
            canvas.Concat(Upright(codec.EncodedOrigin, width, height));
            canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
        using var jpeg = drawn.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg?.ToArray();
    }

    private static SKCodec? Open(byte[] file)
    {
        using var data = SKData.CreateCopy(file);
        return SKCodec.Create(data);
    }

    // Exif orientation 1 to 8 (CIPA DC-008, section 4.6.4), which goes with the rest of Exif.
    private static SKMatrix Upright(SKEncodedOrigin origin, int w, int h) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
