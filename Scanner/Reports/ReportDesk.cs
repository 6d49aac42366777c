using System.Globalization;
using Lotmark.Scanner.DigitalLinks;
using Lotmark.Scanner.Http;
using Lotmark.Scanner.Lots;
using Lotmark.Scanner.Pages;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Scanner.Reports;

/// <summary>Shows the form to a shopper, takes it, and shows what became of it. No cookie: who sends it is not known, before or after.</summary>
internal sealed class ReportDesk(
    IShopperReports reports, PageRenderer pages, SamePage samePage, FormStamp stamps, ReportLimits limits)
{
    // Seconds.
    private const string Soon = "5";

    /// <summary>The empty form.</summary>
    public async Task<Reply> ShowAsync(HttpContext http)
    {
        var setting = LanguageSwitch.Of(http.Request).InFull;
        if (!DigitalLink.TryParse(RawPath.Of(http), out var link, out var error)) return await UnreadableAsync(setting, error);
        try
        {
            return await reports.FindLotAsync(link, http.RequestAborted) is { } lot
                ? await FormAsync(http, setting, link, lot, new(), StatusCodes.Status200OK)
                : await UnknownLotAsync(setting, link);
        }
        catch (LotsAwayException)
        {
            return await AwayAsync(setting);
        }
    }

    /// <summary>The form as sent: 303 to the report's page, or the form again with what is wrong.</summary>
    public async Task<Reply> TakeAsync(HttpContext http)
    {
        var (setting, cancel) = (LanguageSwitch.Of(http.Request).InFull, http.RequestAborted);
        if (!DigitalLink.TryParse(RawPath.Of(http), out var link, out var error)) return await UnreadableAsync(setting, error);
        ReportableLot? lot;
        var away = false;
        try
        {
            lot = await reports.FindLotAsync(link, cancel);
        }
        catch (LotsAwayException)
        {
            (lot, away) = (ReportableLot.Unseen, true);
        }
        if (lot is null) return await UnknownLotAsync(setting, link);
        if (!samePage.Sent(http.Request)) return await AgainAsync(ReportFault.OtherSite, StatusCodes.Status403Forbidden);

        SentForm sent;
        try
        {
            sent = await SentForm.ReadAsync(http.Request, cancel);
        }
        catch (BadHttpRequestException e)
        {
            return await AgainAsync(ReportFault.Unreadable, e.StatusCode);
        }
        // The form that they saw offered it.
        if (away && sent["city"] is { Length: > 0 and <= ReportDraft.LongestDistrict } chosen) lot = lot with { Cities = [chosen] };
        var draft = ReportDraft.Of(sent, lot);
        var stale = stamps.Check(sent["stamp"], link, out var form);
        if (stale is { } fault) draft.Fail(ReportField.Form, fault);
        // It stays the same form: with a fresh stamp, who mends a word quickly would have been too quick.
        var stamp = stale is ReportFault.FormTooOld ? null : sent["stamp"];
        if (away) return await LaterAsync();
        if (draft.Faults.Count > 0) return await FormAsync(http, setting, link, lot, draft, Status(draft), sent, stamp);

        string? number;
        try
        {
            if (await reports.WaitAsync(link, cancel) is { } rest) return await TooManyAsync(rest);
            if (limits.Spend(http.Connection.RemoteIpAddress) is { } patience) return await TooManyAsync(patience);
            byte[]? photo = null;
            if (sent.Photo is { } file && (photo = await ReportPhoto.DrawAnewAsync(file, cancel)) is null)
            {
                draft.Fail(ReportField.Photo, ReportFault.PhotoBroken);
                return await FormAsync(http, setting, link, lot, draft, StatusCodes.Status400BadRequest, sent, stamp);
            }
            var report = new ProblemReport(draft.Kind!.Value, Given(draft.Text), Given(draft.City), Given(draft.District), Given(draft.Contact), photo, form, setting.Words.Tag);
            // Who hangs up now may have sent it nevertheless.
            number = await reports.TakeAsync(link, report, CancellationToken.None);
        }
        catch (LotsAwayException)
        {
            return await LaterAsync();
        }
        if (number is null) return await UnknownLotAsync(setting, link);
        return Own(Reply.Text(StatusCodes.Status303SeeOther, "text/plain; charset=utf-8", number)) with { Location = $"{http.Request.PathBase}/report/{number}{Lang(http)}" };

        Task<Reply> TooManyAsync(TimeSpan wait) => FormAsync(http, setting, link, lot, draft, StatusCodes.Status429TooManyRequests, sent, stamp, wait);

        async Task<Reply> LaterAsync()
        {
            draft.Fail(ReportField.Form, ReportFault.Away);
            return await FormAsync(http, setting, link, lot, draft, StatusCodes.Status503ServiceUnavailable, sent, stamp) with { RetryAfter = Soon };
        }

        async Task<Reply> AgainAsync(ReportFault why, int status)
        {
            var empty = new ReportDraft();
            empty.Fail(ReportField.Form, why);
            return await FormAsync(http, setting, link, lot, empty, status);
        }
    }

    /// <summary>What became of a report.</summary>
    public async Task<Reply> FollowAsync(HttpContext http, string number)
    {
        var setting = LanguageSwitch.Of(http.Request).InFull;
        try
        {
            if (await reports.FollowAsync(number, http.RequestAborted) is not { } progress) return await UnknownNumberAsync(setting);
            var page = await pages.RenderAsync<ProgressPage>(StatusCodes.Status200OK, setting, new()
            {
                ["Progress"] = progress,
                ["LotHref"] = LotHref(http, progress.Lot),
                ["Action"] = $"{http.Request.PathBase}/report/{progress.Number}/erase{Lang(http)}",
            });
            return progress.ErasedAt is null ? Sendable(page) : Own(page);
        }
        catch (LotsAwayException)
        {
            return await AwayAsync(setting);
        }
    }

    /// <summary>Who has the number wants gone what was written: 303 back to the report's page.</summary>
    public async Task<Reply> EraseAsync(HttpContext http, string number)
    {
        var setting = LanguageSwitch.Of(http.Request).InFull;
        if (!samePage.Sent(http.Request)) return Own(await NoticeAsync(setting, StatusCodes.Status403Forbidden, ReportWording.Of(setting.Words.Language).FaultOf(ReportField.Form, ReportFault.OtherSite), ""));
        try
        {
            return await reports.EraseAsync(number, http.RequestAborted)
                ? Own(Reply.Text(StatusCodes.Status303SeeOther, "text/plain; charset=utf-8", "")) with { Location = $"{http.Request.PathBase}/report/{Uri.EscapeDataString(number)}{Lang(http)}" }
                : await UnknownNumberAsync(setting);
        }
        catch (LotsAwayException)
        {
            return await AwayAsync(setting);
        }
    }

    private async Task<Reply> FormAsync(
        HttpContext http, PageSetting setting, DigitalLink link, ReportableLot lot, ReportDraft draft, int status, SentForm? sent = null, string? stamp = null, TimeSpan? wait = null)
    {
        var page = await pages.RenderAsync<ReportPage>(status, setting, new()
        {
            ["Link"] = link,
            ["Lot"] = lot,
            ["Draft"] = draft,
            ["Stamp"] = stamp ?? stamps.For(link),
            ["Action"] = $"{http.Request.PathBase}/report/{link.Path}{Lang(http)}",
            ["LotHref"] = LotHref(http, link),
            ["PhotoIsLost"] = sent is { Photo: not null } or { PhotoIsTooLarge: true },
            ["Wait"] = wait,
        });
        return Sendable(page) with { RetryAfter = wait is { } patience ? Math.Max(1, Math.Ceiling(patience.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null };
    }

    // With the usual no-referrer a browser would not say where the form stood.
    private static Reply Sendable(Reply page) => Own(page) with { ContentSecurityPolicy = Stylesheet.ContentSecurityPolicyOfForms, ReferrerPolicy = "same-origin" };

    // Nobody else's business: kept nowhere, found by no search engine, read by no other site.
    private static Reply Own(Reply page) => page with { CacheControl = "no-store", AllowOrigin = null, Robots = "noindex" };

    private Task<Reply> UnknownLotAsync(PageSetting setting, DigitalLink link) =>
        pages.RenderAsync<UnknownPage>(StatusCodes.Status404NotFound, setting, new() { ["Gtin"] = link.Gtin, ["LotNumber"] = link.LotNumber, ["Product"] = null, ["ProductHref"] = null });

    private async Task<Reply> UnknownNumberAsync(PageSetting setting)
    {
        var words = ReportWording.Of(setting.Words.Language);
        return Own(await NoticeAsync(setting, StatusCodes.Status404NotFound, words.Unknown, words.UnknownMeans));
    }

    private async Task<Reply> AwayAsync(PageSetting setting)
    {
        var words = ReportWording.Of(setting.Words.Language);
        return Own(await NoticeAsync(setting, StatusCodes.Status503ServiceUnavailable, words.Away, words.AwayMeans)) with { RetryAfter = Soon };
    }

    private Task<Reply> NoticeAsync(PageSetting setting, int status, string word, string sentence) =>
        pages.RenderAsync<ReportNoticePage>(status, setting, new() { ["Word"] = word, ["Sentence"] = sentence });

    private Task<Reply> UnreadableAsync(PageSetting setting, DigitalLinkError error) =>
        pages.RenderAsync<UnreadablePage>(StatusCodes.Status400BadRequest, setting, new() { ["Error"] = error });

    private static int Status(ReportDraft draft) =>
        draft.Faults.GetValueOrDefault(ReportField.Photo) is ReportFault.PhotoTooLarge ? StatusCodes.Status413PayloadTooLarge
        : draft.Faults.GetValueOrDefault(ReportField.Photo) is ReportFault.PhotoKind ? StatusCodes.Status415UnsupportedMediaType
        : StatusCodes.Status400BadRequest;

    private static string LotHref(HttpContext http, DigitalLink link) => $"{http.Request.PathBase}/{link.Path}{Lang(http)}";

    // The language that was chosen stays chosen.
    private static string Lang(HttpContext http) => http.Request.Query["lang"].ToString() is ("zh" or "en") and var chosen ? $"?lang={chosen}" : "";

    private static string? Given(string text) => text.Length == 0 ? null : text;
}
