namespace Lotmark.Contracts.Evidence;

// Text from a file that anybody may have written, on its way to a terminal: nothing in it may steer the terminal or turn the line around.
internal static class Printable
{
    public static string Of(string text) => string.Concat(text.Select(c => char.IsControl(c) || TurnsAround(c) ? '\ufffd' : c));

    private static bool TurnsAround(char c) => c is '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
