using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lotmark.Ledger.Anchoring;
using Lotmark.Ledger.Inspection.Desk;
using Lotmark.Ledger.Inspection.Recalls;
using Lotmark.Ledger.Inspection.Trace;
using Lotmark.Ledger.Log;
using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Lots.Documents;
using Lotmark.Ledger.Problems;
using Lotmark.Scanner.Verify;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Lotmark.Ledger.Interchange.Dossiers;

/// <summary>What a dossier is about.</summary>
/// <param name="Name">By which its file is called.</param>
/// <param name="Lot">The lot that was asked for; null for an order.</param>
/// <param name="Trace">What its trace reached, or its own places; null for an order.</param>
/// <param name="Recall">The order; null for a lot.</param>
/// <param name="Histories">Its lots.</param>
public sealed record DossierSubject(string Name, string? Lot, TraceLot.Answer? Trace, RecallView? Recall, IReadOnlyDictionary<string, LotHistory> Histories);

/// <summary>Makes one ZIP that holds all there is to show and to check. Its manifest names every file by its SHA-256.</summary>
public sealed class DossierFile(EvidenceMaker evidence, LotLeaves leaves, IFileStore files, LogReader log, LogKeys keys, ChainSettings chain, IServiceProvider services, ILoggerFactory loggers, TimeProvider clock)
{
    /// <summary>What it is.</summary>
    public const string MediaType = "application/zip";

    private const int Piece = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(200);
    private static readonly Wording NotYet = new("The newest event is recorded but not in the log yet. Ask again in a second.", "最新事件尚未写入日志，请稍后重试。");

    /// <summary>A file of the manifest.</summary>
    /// <param name="Path">Path in the ZIP.</param>
    /// <param name="Size">Bytes.</param>
    /// <param name="Sha256">SHA-256, hex.</param>
    public sealed record Listed(string Path, long Size, string Sha256);

    /// <summary>Sends it; 409 while an event of its lots is not in the log.</summary>
    public async Task<IResult> AnswerAsync(DossierSubject subject, HttpContext context, CancellationToken cancel)
    {
        var bundles = new Dictionary<string, Evidence>();
        foreach (var lot in subject.Histories.Keys.Order(StringComparer.Ordinal))
        {
            if (await InLogAsync(lot, cancel) is not { } bundle)
            {
                context.Response.Headers.RetryAfter = "1";
                return NotYet.AsProblem(context, StatusCodes.Status409Conflict, "not-in-log");
            }
            bundles[lot] = bundle;
        }
        var say = DeskSetting.For(context);
        context.Response.Headers.CacheControl = "no-store";
        // Whole before the first byte is sent: nobody keeps half of it as evidence.
        var file = TemporaryFile.Create("dossier");
        try
        {
            await WriteAsync(subject, bundles, say, file, cancel);
            file.Position = 0;
            return TypedResults.File(file, MediaType, $"{new string([.. subject.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_')])}.zip");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<Evidence?> InLogAsync(string lot, CancellationToken cancel)
    {
        for (var deadline = clock.GetUtcNow() + Patience; ; await Task.Delay(Pause, cancel))
            if ((await evidence.MakeAsync(lot, cancel)).Bundle is { } bundle) return bundle;
            else if (clock.GetUtcNow() > deadline) return null;
    }

    private async Task WriteAsync(DossierSubject subject, Dictionary<string, Evidence> bundles, DeskSetting say, Stream target, CancellationToken cancel)
    {
        var (listed, made) = (new List<Listed>(), clock.GetUtcNow());
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: Encoding.UTF8, cancel);
        await AddAsync("README.txt", Encoding.UTF8.GetBytes(say[ReadMe.En, ReadMe.Zh]));
        await AddAsync("report.html", await ReportAsync(subject, bundles, say, made));
        await AddAsync("verify.html", VerifierFiles.OfflineFile);
        await AddAsync("trust.json", JsonSerializer.SerializeToUtf8Bytes(await Trust.MakeAsync(log, keys, chain, cancel), LotJson.Answers));
        if (subject.Trace is not null) await AddAsync("trace.json", JsonSerializer.SerializeToUtf8Bytes(subject.Trace, LotJson.Answers));
        if (subject.Recall is not null) await AddAsync("recall.json", JsonSerializer.SerializeToUtf8Bytes(subject.Recall, LotJson.Answers));
        foreach (var (lot, bundle) in bundles)
        {
            var folder = $"lots/{LotDesk.Part(lot).Replace('/', '_')}";
            await AddAsync($"{folder}/evidence.json", JsonSerializer.SerializeToUtf8Bytes(bundle, Evidence.WithNulls));
            await AddAsync($"{folder}/history.json", await HistoryAsync(lot, cancel));
            foreach (var document in subject.Histories[lot].Lot?.Documents.Values ?? [])
                if (await files.OpenAsync(document.Content.Sha256, cancel) is { } content)
                    await using (content) await CopyAsync($"{folder}/documents/{document.Id}-{document.Content.Type}.{FileKind.Extension(document.Content.MediaType)}", content);
        }
        await AddAsync("manifest.json", JsonSerializer.SerializeToUtf8Bytes(
            new { format = "lotmark-dossier/1", made, about = subject.Lot ?? subject.Recall!.Recall.Id.ToString(), lots = bundles.Keys, files = listed }, LotJson.Answers));

        Task AddAsync(string path, byte[] bytes) => CopyAsync(path, new MemoryStream(bytes));

        async Task CopyAsync(string path, Stream content)
        {
            var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
            entry.LastWriteTime = made;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var open = await entry.OpenAsync(cancel);
            var (buffer, size) = (ArrayPool<byte>.Shared.Rent(Piece), 0L);
            for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; size += read)
            {
                hash.AppendData(buffer, 0, read);
                await open.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            ArrayPool<byte>.Shared.Return(buffer);
            listed.Add(new(path, size, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }
    }

    // The events as they are stored, what is confidential with its salt: who holds this can show that it is what the log holds the hash of.
    private async Task<byte[]> HistoryAsync(string lot, CancellationToken cancel)
    {
        var events = await leaves.EventsOfAsync(lot, cancel);
        return JsonSerializer.SerializeToUtf8Bytes(
            new { lot, events = events.Select(e => new { e.Version, e.Type, recordedAt = LeafEntry.Instant(e.RecordedAt), data = JsonElement.Parse(e.Data), e.Leaf }) }, LotJson.Answers);
    }

    private async Task<byte[]> ReportAsync(DossierSubject subject, Dictionary<string, Evidence> bundles, DeskSetting say, DateTimeOffset made)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<DossierReport>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            ["Say"] = say,
            ["Subject"] = subject,
            ["Bundles"] = bundles,
            ["Made"] = made.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        }))).ToHtmlString());
        return Encoding.UTF8.GetBytes(html);
    }

    private static readonly Wording ReadMe = new("""
        Evidence from an open ledger for imported food.

        report.html     for people; print it or save it as PDF
        lots/           of each lot the evidence bundle, the history in full, and the documents
        trace.json, recall.json   what the report tells, for programs
        manifest.json   every file of this ZIP with its SHA-256
        verify.html     open it in a browser, offline, and choose an evidence.json: it checks hashes, inclusion, signature and freshness, and asks the chain when there is a network
        trust.json      by which keys and contract to check; compare it with the one you got earlier or elsewhere

        On a command line:  dotnet run --project Ledger -- verify lots/…/evidence.json --trust trust.json
        The files themselves:  sha256sum FILE, beside manifest.json. A document's SHA-256 also stands in the event that attached it.
        history.json holds what is confidential, with the salt of its hash in the log: give it only to those who may know it.
        """, """
        进口食品开放账本证据包。

        report.html     报告，可打印或另存为PDF
        lots/           每个批次的证据文件、完整历史和证明文件
        trace.json、recall.json   报告内容的数据形式
        manifest.json   本压缩包全部文件及其SHA-256
        verify.html     用浏览器离线打开并选择 evidence.json：核验哈希、日志包含关系、签名和新鲜性；联网时查询链上记录
        trust.json      核验所依据的公钥和合约，请与此前或其他渠道取得的文件核对

        命令行核验：dotnet run --project Ledger -- verify lots/…/evidence.json --trust trust.json
        文件核对：对文件执行 sha256sum，与 manifest.json 比较；证明文件的SHA-256同时记录在上传事件中。
        history.json 含保密内容及其日志哈希的盐值，仅可提供给有权知悉者。
        """);
}
