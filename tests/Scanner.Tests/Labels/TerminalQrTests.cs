using Lotmark.Scanner.Labels;

namespace Lotmark.Scanner.Tests.Labels;

public sealed class TerminalQrTests
{
    private const string Uri = "http://127.0.0.1:5080/01/09520123451189/10/EC%2FVAN-0926.17";
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";
    private const string Reset = "\e[0m";

    [Fact]
    public async Task A_code_in_the_terminal_reads_as_its_text() =>
        Assert.Equal("ZBAR_QRCODE:" + Uri, await Decoder.Read(Modules.OfHalfBlocks(Lines()).ToPbm()));

    [Fact]
    public void The_quiet_zone_is_kept_on_all_sides()
    {
        var lines = Lines();

        Assert.All([lines[0], lines[1], lines[^1]], line => Assert.Equal("", line.Trim()));
        Assert.All(lines, line => Assert.True(line.StartsWith("    ", StringComparison.Ordinal) && line.EndsWith("    ", StringComparison.Ordinal)));
    }

    private static List<string> Lines() =>
    [
        .. TerminalQr.Render(Uri).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            Assert.StartsWith(BlackOnWhite, line, StringComparison.Ordinal);
            Assert.EndsWith(Reset, line, StringComparison.Ordinal);
            return line[BlackOnWhite.Length..^Reset.Length];
        }),
    ];
}
