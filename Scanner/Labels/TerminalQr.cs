using System.Text;

namespace Lotmark.Scanner.Labels;

/// <summary>A QR code for a terminal: two modules a character, quiet zone kept.</summary>
public static class TerminalQr
{
    // Black on white is said outright: in the terminal's own colours the code would be inverted on half of all screens.
    private const string BlackOnWhite = "\e[38;5;16;48;5;231m";
    private const string Reset = "\e[0m";

    /// <summary>The code of a text, such as the public address of a lot, as lines that each end in a line feed.</summary>
    public static string Render(string text)
    {
        var symbol = QrSymbol.Of(text);
        var screen = new StringBuilder();
        for (var row = 0; row < symbol.Size; row += 2)
        {
            screen.Append(BlackOnWhite);
            for (var column = 0; column < symbol.Size; column++)
            {
                screen.Append((symbol.IsDark(column, row), symbol.IsDark(column, row + 1)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            }
            screen.Append(Reset).Append('\n');
        }
        return screen.ToString();
    }
}
