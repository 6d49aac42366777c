using Lotmark.Ledger.Problems;

namespace Lotmark.Ledger.Inspection.Desk;

/// <summary>Errors at the desk, as pages. They ask nobody who reads them: that needs the database, which may be what is away.</summary>
internal static class ErrorPage
{
    /// <summary>The page of a status.</summary>
    public static IResult Of(HttpContext context, int status, Exception? why)
    {
        var kind = status switch
        {
            StatusCodes.Status403Forbidden => NoticePage.Notice.NotYours,
            StatusCodes.Status404NotFound => NoticePage.Notice.NoSuchPage,
            StatusCodes.Status405MethodNotAllowed => NoticePage.Notice.WrongMethod,
            StatusCodes.Status429TooManyRequests => NoticePage.Notice.TooFast,
            StatusCodes.Status503ServiceUnavailable => LogRefusedAnswer.Find(why) is null ? NoticePage.Notice.Away : NoticePage.Notice.NothingRecorded,
            >= StatusCodes.Status500InternalServerError => NoticePage.Notice.Failed,
            _ => NoticePage.Notice.Unreadable,
        };
        var passes = status is StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
        var say = DeskSetting.For(context);
        return new PlainPage<NoticePage>(say, status, new() { ["Kind"] = kind, ["Again"] = passes ? say.Address : null });
    }
}
