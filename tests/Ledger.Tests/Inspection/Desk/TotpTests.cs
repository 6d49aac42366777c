using System.Text;
using Lotmark.Ledger.Access.Accounts;

namespace Lotmark.Ledger.Tests.Inspection.Desk;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long time, string code) => Assert.Equal(code, Totp.CodeOf(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(time))));

    // RFC 4648, section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_in_the_standard(string bytes, string text) => Assert.Equal(text, Totp.Written(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void A_code_opens_once_and_only_near_its_time()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111109);
        var step = Totp.StepOf(now);

        Assert.Equal(step, Totp.Match(Secret, "081804", now, 0));
        Assert.Equal(step, Totp.Match(Secret, "081 804", now.AddSeconds(30), 0));
        Assert.Null(Totp.Match(Secret, "081804", now, step));
        Assert.Null(Totp.Match(Secret, "081804", now.AddSeconds(90), 0));
        Assert.Null(Totp.Match(Secret, "", now, 0));
    }
}
