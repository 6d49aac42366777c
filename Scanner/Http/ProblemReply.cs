using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Lotmark.Scanner.Http;

/// <summary>A refusal that a program can read (RFC 9457).</summary>
internal static class ProblemReply
{
    private static readonly JsonSerializerOptions Options = DocumentJson.Options;

    public static Reply Of(ProblemDetails problem) =>
        new(problem.Status!.Value, "application/problem+json", JsonSerializer.SerializeToUtf8Bytes(problem, problem.GetType(), Options))
        {
            Vary = "Accept, Accept-Language",
        };
}
