using Lotmark.Ledger.Lots;
using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Interchange.Bulk;

/// <summary>What can be wrong with a file, its lines and its job, beside what is wrong with a lot.</summary>
internal static class ImportProblems
{
    public static readonly FieldProblem Utf16 = new("encoding", "The file is UTF-16 text. Save it as UTF-8 or GB18030.", "文件为UTF-16编码，请另存为UTF-8或GB18030。");

    public static readonly FieldProblem NotText = new("encoding",
        "This is no text in the encoding of the file (the one it was sent with, else UTF-8, else GB18030).", "内容与文件编码（声明的编码，否则为UTF-8或GB18030）不符。");

    public static readonly FieldProblem NoHeader = new("header-missing", "The first line must name the columns; this file is empty.", "首行应为列名；此文件为空。");

    public static readonly Decision.Refused MediaType = new("media-type", StatusCodes.Status415UnsupportedMediaType, new(
        "Send text/csv or application/x-ndjson, in UTF-8 or GB18030 (charset=…), without Content-Encoding.", "请以 text/csv 或 application/x-ndjson 发送，编码为UTF-8或GB18030（charset=…），且不使用Content-Encoding。"));

    public static readonly Decision.Refused UnknownJob = Decision.Unknown("import-unknown", "There is no such import.", "没有此导入任务。");

    public static readonly Decision.Refused Running = Decision.Conflict("import-running",
        "This import is running. If its connection broke just now, try again in a few seconds.", "该导入正在进行。如果连接刚刚中断，请几秒后重试。");

    public static readonly Decision.Refused Done = Decision.Conflict("import-done", "This import is done.", "该导入已完成。");

    public static readonly Decision.Refused OtherFile = Decision.Conflict("other-file",
        "This is not the file that the import began with: type, dryRun, or the lines that are settled differ. Nothing was stored.", "与该导入最初的文件不同：类型、dryRun或已处理的行不一致。未保存任何内容。");

    public static readonly Decision.Refused TooMany = new("imports-at-once", StatusCodes.Status429TooManyRequests, new(
        $"{ImportJobs.MostAtOnce} imports of your organisation are running: wait for one to end.", $"贵单位已有{ImportJobs.MostAtOnce}个导入任务正在进行，请等待其中一个结束。"));

    public static readonly FieldProblem TooLong = new("line-too-long",
        $"A record has at most {RecordReader.LongestRecord} bytes. Is a quote missing?", $"一条记录最多{RecordReader.LongestRecord}字节。是否缺少引号？");

    public static readonly FieldProblem QuoteNotClosed = new("quote-not-closed", "A cell that begins with a quote does not end with one.", "以引号开头的单元格没有以引号结束。");

    public static readonly FieldProblem BehindQuote = new("behind-quote",
        "Something stands behind the closing quote of a cell. A quote within a cell in quotes is written twice.", "单元格结束引号之后有多余内容。引号内的引号应写两次。");

    public static FieldProblem Of(RecordFault fault) => fault switch
    {
        RecordFault.TooLong => TooLong,
        RecordFault.QuoteNotClosed => QuoteNotClosed,
        _ => BehindQuote,
    };

    public static InvalidRequestException WholeFile(FieldProblem problem)
    {
        var errors = new FieldErrors();
        errors.Add("", problem, null);
        return new(errors);
    }
}
