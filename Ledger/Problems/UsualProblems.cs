using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lotmark.Ledger.Problems;

/// <summary>What the server itself refuses, in both languages: no such address, no such method, too large, not readable.</summary>
public static class UsualProblems
{
    private static readonly FrozenDictionary<int, (string Code, Wording Words)> ByStatus = new Dictionary<int, (string, Wording)>
    {
        [StatusCodes.Status400BadRequest] = ("bad-request", new("This request can't be read.", "无法读取该请求。")),
        [StatusCodes.Status404NotFound] = ("no-such-address", new("There is nothing at this address.", "该地址不存在。")),
        [StatusCodes.Status405MethodNotAllowed] = ("method", new("This address does not take this method; Allow names those it takes.", "该地址不支持此方法；可用方法见Allow。")),
        [StatusCodes.Status406NotAcceptable] = ("not-acceptable", new("This address has no answer of the kind asked for.", "该地址无法提供所要求的内容类型。")),
        [StatusCodes.Status408RequestTimeout] = ("too-slow", new("The request came too slowly.", "请求发送超时。")),
        [StatusCodes.Status411LengthRequired] = ("length-required", new("Say how long the body is (Content-Length).", "请说明请求内容的长度（Content-Length）。")),
        [StatusCodes.Status413PayloadTooLarge] = ("too-large", new("The body is larger than this address takes; nothing was stored.", "请求内容超过该地址允许的大小，未保存任何内容。")),
        [StatusCodes.Status414UriTooLong] = ("address-too-long", new("The address is too long.", "地址过长。")),
        [StatusCodes.Status415UnsupportedMediaType] = ("media-type", new("This address does not take bodies of this type.", "该地址不支持此类型的请求内容。")),
        [StatusCodes.Status431RequestHeaderFieldsTooLarge] = ("headers-too-large", new("The headers are too long.", "请求头过长。")),
        [StatusCodes.Status500InternalServerError] = ("internal", new("Something went wrong here; it was noted. Send the same request again later.", "系统出现错误，已记录。请稍后重试。")),
    }.ToFrozenDictionary();

    /// <summary>The problem document of a status; null for one that the server itself does not give.</summary>
    public static ProblemHttpResult? Of(HttpContext context, int status) =>
        ByStatus.TryGetValue(status, out var usual) ? usual.Words.AsProblem(context, status, usual.Code) : null;

    /// <summary>Gives a problem document that nobody wrote a title for its words.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = written =>
    {
        var problem = written.ProblemDetails;
        if (problem.Extensions.ContainsKey("code") || problem.Status is not { } status || !ByStatus.TryGetValue(status, out var usual)) return;
        if (problem.Title is not null && problem.Title != Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) && status != StatusCodes.Status500InternalServerError) return;
        problem.Title = usual.Words.For(written.HttpContext);
        problem.Extensions["code"] = usual.Code;
        problem.Extensions["message"] = usual.Words;
    };
}
