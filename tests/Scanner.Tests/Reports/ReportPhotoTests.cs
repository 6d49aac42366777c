using System.Buffers.Binary;
using System.Text;
using Lotmark.Scanner.Tests.Hosting;
using SkiaSharp;

namespace Lotmark.Scanner.Tests.Reports;

public sealed class ReportPhotoTests(ReportHost reports) : IClassFixture<ReportHost>
{
    private readonly ScannerHost host = reports.Host;

    private static readonly (string, string)[] Thawed = [("kind", "thawed"), ("city", "Ningbo")];

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_photo_is_kept_as_a_fresh_JPEG_of_at_most_2048_pixels(SKEncodedImageFormat format)
    {
        var shopper = new Shopper(host, $"PHOTO-{format}");

        var sent = await shopper.ReportAsync(Drawn(3000, 1000, format), Thawed);

        Assert.Equal(303, sent.Status);
        using var kept = SKCodec.Create(new MemoryStream(host.Reports.About(shopper.Lot)!.Photo!));
        Assert.Equal((SKEncodedImageFormat.Jpeg, 2048, 682), (kept.EncodedFormat, kept.Info.Width, kept.Info.Height));
    }

    [Fact]
    public async Task Where_and_by_whose_phone_a_photo_was_taken_is_gone_and_it_stands_upright()
    {
        var shopper = new Shopper(host, "PHOTO-EXIF");
        // Taken with the phone on its side (orientation 6), the red half at the left of the sensor.
        var photo = WithExif(Drawn(400, 200, SKEncodedImageFormat.Jpeg), orientation: 6, "GPS 29.87,121.54 SM-G998B");

        await shopper.ReportAsync(photo, Thawed);

        var kept = host.Reports.About(shopper.Lot)!.Photo!;
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(kept), StringComparison.Ordinal);
        Assert.Equal([0xE0], Markers(kept).Where(m => m is >= 0xE0 and <= 0xEF or 0xFE).Distinct()); // JFIF's own header, no other application's, no comment
        using var picture = SKBitmap.Decode(kept);
        Assert.Equal((200, 400), (picture.Width, picture.Height));
        Assert.True(picture.GetPixel(100, 50).Red > 200 && picture.GetPixel(100, 350).Blue > 200, "turned the wrong way");
    }

    [Fact]
    public async Task A_small_file_that_unfolds_into_gigabytes_is_refused_by_its_size()
    {
        var sent = await new Shopper(host, "PHOTO-BOMB").ReportAsync(EmptyPng(50_000, 50_000), Thawed);

        Assert.Equal((400, "The photo has more than 40 megapixels. Choose a smaller one, or send none."), (sent.Status, sent.FaultOf("photo")));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("GIF89a\u0001\u0000\u0001\u0000")]
    [InlineData("%PDF-1.7 %%EOF")]
    [InlineData("MZ")]
    public async Task What_is_no_photo_is_refused(string file)
    {
        var sent = await new Shopper(host, "PHOTO-KIND").ReportAsync(Encoding.Latin1.GetBytes(file), Thawed);

        Assert.Equal((415, "This file is no JPEG, PNG or WebP picture. Choose another one, or send none."), (sent.Status, sent.FaultOf("photo")));
    }

    [Fact]
    public async Task A_photo_that_is_cut_off_is_refused_and_what_was_written_stays()
    {
        var shopper = new Shopper(host, "PHOTO-CUT");
        var photo = Drawn(800, 800, SKEncodedImageFormat.Png);

        var sent = await shopper.ReportAsync(photo[..(photo.Length / 2)], [.. Thawed, ("contact", "me@example.com")]);

        Assert.Equal((400, "The photo is damaged. Choose another one, or send none."), (sent.Status, sent.FaultOf("photo")));
        Assert.Equal("me@example.com", sent.Page.QuerySelector("#contact")!.GetAttribute("value"));
        Assert.Null(host.Reports.About(shopper.Lot));
    }

    [Fact]
    public async Task A_photo_of_more_than_10_MB_is_refused_and_what_was_written_stays()
    {
        var sent = await new Shopper(host, "PHOTO-LARGE").ReportAsync(new byte[(10 << 20) + 1], [.. Thawed, ("contact", "me@example.com")]);

        Assert.Equal((413, "The photo is larger than 10 MB. Choose a smaller one, or send none."), (sent.Status, sent.FaultOf("photo")));
        Assert.Equal("me@example.com", sent.Page.QuerySelector("#contact")!.GetAttribute("value"));
        Assert.Contains("choose the photo again", sent.Page.QuerySelector("#photo-hint")!.TextContent, StringComparison.Ordinal);
    }

    // The left half red, the right half blue.
    private static byte[] Drawn(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Blue);
        using var red = new SKPaint { Color = SKColors.Red };
        canvas.DrawRect(0, 0, width / 2f, height, red);
        canvas.Flush();
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    // An APP1 segment behind SOI: a TIFF of one entry, the orientation, with words behind it.
    private static byte[] WithExif(byte[] jpeg, byte orientation, string words)
    {
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\u0008\0\u0001"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(words)];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [0xFF, 0xD8, 0xFF, 0xE1, .. length, .. exif, .. jpeg[2..]];
    }

    private static IEnumerable<byte> Markers(byte[] jpeg)
    {
        for (var at = 2; jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2))) yield return jpeg[at + 1];
    }

    // A whole PNG as far as it goes: so many pixels, none of them there.
    private static byte[] EmptyPng(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(body));
        return [.. length, .. body, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }
        return ~crc;
    }
}
