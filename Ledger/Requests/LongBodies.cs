using System.Buffers;
using Lotmark.Ledger.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Lotmark.Ledger.Requests;

/// <summary>
/// Bodies that are announced as longer than their address takes. Most callers read nothing before all is sent, and would find the connection
/// closed instead of the answer: what they still send is thrown away for a while.
/// </summary>
public static class LongBodies
{
    private const long MostThrownAway = 64 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Refuses a request whose body is too long (413).</summary>
    public static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is not { MaxRequestBodySize: { } most, IsReadOnly: false } || context.Request.ContentLength is not { } length || length <= most)
        {
            await next(context);
            return;
        }
        limit.MaxRequestBodySize = MostThrownAway;
        context.Response.Headers.Connection = "close";
        await UsualProblems.Of(context, StatusCodes.Status413PayloadTooLarge)!.ExecuteAsync(context);
        await context.Response.CompleteAsync();
        // Who asked first (RFC 9110, section 10.1.1) sends nothing.
        if (length <= MostThrownAway && context.Request.Headers.Expect.Count == 0) await ThrowAwayAsync(context);
    }

    private static async Task ThrowAwayAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Longest);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (await context.Request.Body.ReadAsync(buffer, patience.Token) > 0) { }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // Slow, or gone.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
