using CsCheck;
using Lotmark.Ledger.ShopperReports;

namespace Lotmark.Ledger.Tests.ShopperReports;

public sealed class ReportNumberTests
{
    [Fact]
    public void A_number_is_known_however_somebody_wrote_it_down()
    {
        Assert.Equal("R-7K31-92Q0-M4TD", ReportNumber.Of("r-7k3l-92qo-m4td"));
        Assert.Equal("R-7K31-92Q0-M4TD", ReportNumber.Of("7K3I 92QO M4TD"));
        Assert.Equal("R-RRRR-RRRR-RRRR", ReportNumber.Of("RRRRRRRRRRRR"));
        for (var i = 0; i < 1000; i++)
        {
            var number = ReportNumber.New();
            Assert.Matches("^R(-[0-9A-HJKMNP-TV-Z]{4}){3}$", number);
            Assert.Equal(number, ReportNumber.Of(number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Anything_else_is_no_number() => Gen.String.Sample(text => ReportNumber.Of(text) is null || ReportNumber.Of(ReportNumber.Of(text)!) == ReportNumber.Of(text));
}
