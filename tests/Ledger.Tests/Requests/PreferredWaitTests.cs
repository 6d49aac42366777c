using Lotmark.Ledger.Requests;
using Microsoft.AspNetCore.Http;

namespace Lotmark.Ledger.Tests.Requests;

public sealed class PreferredWaitTests
{
    [Theory]
    [InlineData(10, "wait=10")]
    [InlineData(0, "wait=0")]
    [InlineData(10, "Wait = 10")]
    [InlineData(10, "respond-async, wait=10;speed=\"a,wait=3\", wait=20")]
    [InlineData(10, "note=\"a, wait=3 \\\" , wait=4\"; x=y, wait=10")]
    [InlineData(10, "return=minimal", "wait=10")]
    [InlineData(60, "wait=61")]
    [InlineData(60, "wait=99999999999999999999")]
    public void The_first_wait_is_taken_up_to_a_minute(int seconds, params string[] header) => Assert.Equal(TimeSpan.FromSeconds(seconds), Of(header));

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("wait")]
    [InlineData("wait=")]
    [InlineData("wait=\"10\"")]
    [InlineData("wait=-1")]
    [InlineData("wait=1.5")]
    [InlineData("wait=10 20")]
    [InlineData("wait=ten, wait=10")]
    [InlineData("waiting=10")]
    [InlineData("x=\"wait=10\"")]
    [InlineData(",,;=\"")]
    public void What_is_no_wait_is_ignored(params string[] header) => Assert.Null(Of(header));

    [Fact]
    public void A_long_header_costs_no_time() => Assert.Null(Of([string.Concat(Enumerable.Repeat("a=\",", 8_000))]));

    private static TimeSpan? Of(string[] header)
    {
        var context = new DefaultHttpContext();
        if (header.Length > 0) context.Request.Headers["Prefer"] = header;
        return PreferredWait.Of(context.Request);
    }
}
