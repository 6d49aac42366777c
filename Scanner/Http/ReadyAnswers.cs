using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Lotmark.Scanner.Http;

/// <summary>
/// Gives an answer that is kept to who asks in the very words that it was given to before, ahead of everything that finds out what is asked.
/// Many scan what one has scanned, and phones ask alike.
/// </summary>
internal sealed class ReadyAnswers(TimeProvider clock)
{
    // Hostile words are as easily made as forgotten.
    private const int MostTargets = 8192, MostWaysOfAsking = 16, LongestWords = 1024, KeptBetweenSweeps = 1024;

    private readonly ConcurrentDictionary<string, Ready[]> _answers = new(StringComparer.Ordinal);
    private int _count, _kept;

    /// <summary>Answers at once, or lets the request go on.</summary>
    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsRead(http.Request.Method) || !_answers.TryGetValue(Target(http), out var answers)) return next(http);

        var headers = http.Request.Headers;
        foreach (var ready in answers)
        {
            if (!ready.IsFor(headers)) continue;
            if (!ready.Validity.Holds(clock.GetUtcNow())) break;
            http.SetEndpoint(ready.Endpoint); // for those who count requests by route
            return ready.Reply.WriteAsync(http, ready.Form);
        }
        return next(http);
    }

    /// <summary>Sends an answer, and keeps it for who asks in the same words if it may be given again.</summary>
    public Task GiveAsync(HttpContext http, Reply reply)
    {
        var form = reply.FormFor(http.Request);
        if (reply.Validity is { } validity && Ready.Of(http, reply, form, validity) is { } ready) Keep(Target(http), ready);
        return reply.WriteAsync(http, form);
    }

    private void Keep(string target, Ready ready)
    {
        if (target.Length > LongestWords) return;
        var now = clock.GetUtcNow();
        if (_answers.TryGetValue(target, out var others))
        {
            var still = others.Where(other => other.Validity.Holds(now) && !other.IsAskedLike(ready)).TakeLast(MostWaysOfAsking - 1);
            _answers.TryUpdate(target, [.. still, ready], others); // who comes second is kept next time
        }
        else if (_answers.TryAdd(target, [ready]))
        {
            Interlocked.Increment(ref _count);
        }
        // What has ended would keep its bytes for as long as nobody asks for it again.
        if (Interlocked.Increment(ref _kept) % KeptBetweenSweeps == 0 || Volatile.Read(ref _count) > MostTargets) MakeRoom(now);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (target, answers) in _answers)
            if (!Array.Exists(answers, ready => ready.Validity.Holds(now))) Drop(target);
        if (Volatile.Read(ref _count) <= MostTargets) return;
        foreach (var (target, _) in _answers.Take(MostTargets / 2)) Drop(target);
    }

    private void Drop(string target)
    {
        if (_answers.TryRemove(target, out _)) Interlocked.Decrement(ref _count);
    }

    private static string Target(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // An answer and the words that shaped it: those that its Vary names.
    private sealed record Ready(string? Accept, string? Language, string? Encoding, Reply Reply, EncodedBody.Form Form, Validity Validity, Endpoint? Endpoint)
    {
        public static Ready? Of(HttpContext http, Reply reply, EncodedBody.Form form, Validity validity)
        {
            var headers = http.Request.Headers;
            StringValues[] shaping = [headers.Accept, headers.AcceptLanguage, headers.AcceptEncoding];
            return IsRead(http.Request.Method) && Array.TrueForAll(shaping, words => words.Count < 2 && words.ToString().Length <= LongestWords)
                ? new(shaping[0], shaping[1], shaping[2], reply, form, validity, http.GetEndpoint())
                : null;
        }

        public bool IsFor(IHeaderDictionary headers) =>
            IsOne(headers.Accept, Accept) && IsOne(headers.AcceptLanguage, Language) && IsOne(headers.AcceptEncoding, Encoding);

        public bool IsAskedLike(Ready other) => (Accept, Language, Encoding) == (other.Accept, other.Language, other.Encoding);

        private static bool IsOne(StringValues words, string? known) => words.Count < 2 && string.Equals(words, known, StringComparison.Ordinal);
    }
}
