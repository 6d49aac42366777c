using Microsoft.AspNetCore.Diagnostics;

namespace Lotmark.Ledger.Problems;

/// <summary>A request whose form is wrong. Parameter binding has no other way to answer than to throw.</summary>
public sealed class InvalidRequestException(FieldErrors errors) : BadHttpRequestException("The request has errors.")
{
    /// <summary>What is wrong, by field.</summary>
    public FieldErrors Errors { get; } = errors;
}

/// <summary>Answers 400 with the wrong fields, and gives every other refusal of the server its problem document.</summary>
public sealed class InvalidRequestAnswer : IExceptionHandler
{
    private static readonly Wording FieldsWrong = new("Some fields are wrong; nothing was stored.", "部分字段有误，未保存任何内容。");

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // A chunk size beyond all integers: the server throws its own exception at every other broken chunk.
        if (exception is IOException { InnerException: OverflowException }) exception = new BadHttpRequestException(exception.Message);
        if (exception is not BadHttpRequestException refused) return false;
        var problem = refused is InvalidRequestException invalid
            ? TypedResults.Problem(
                title: FieldsWrong.For(httpContext), statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["errors"] = invalid.Errors.ByPathFor(httpContext) })
            : UsualProblems.Of(httpContext, refused.StatusCode) ?? TypedResults.Problem(title: refused.Message, statusCode: refused.StatusCode);
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
