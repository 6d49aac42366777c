namespace Lotmark.Scanner.Labels;

/// <summary>A label in dots, as printers put them down.</summary>
internal sealed class LabelPicture
{
    private const double MillimetresAnInch = 25.4;
    private const byte White = 255;

    // Each row of dots is sampled this often from top to bottom; from left to right coverage is exact.
    private const int LinesARow = 5;

    private readonly byte[] dots;

    private LabelPicture(int width, int height, int dpi)
    {
        (Width, Height, Dpi) = (width, height, dpi);
        dots = new byte[width * height];
        dots.AsSpan().Fill(White);
    }

    /// <summary>Dots from left to right.</summary>
    public int Width { get; }

    /// <summary>Dots from top to bottom.</summary>
    public int Height { get; }

    /// <summary>Dots an inch.</summary>
    public int Dpi { get; }

    /// <summary>A row of dots, 0 for black to 255 for white.</summary>
    public ReadOnlySpan<byte> Row(int row) => dots.AsSpan(row * Width, Width);

    /// <summary>Draws a label. Each module of its code is a whole number of dots: rounded ones would cost the code its margin for bad print.</summary>
    public static LabelPicture Of(LabelLayout label, int dpi)
    {
        var scale = dpi / MillimetresAnInch;
        var picture = new LabelPicture(Dots(label.Size.Width), Dots(label.Size.Height), dpi);

        var side = (int)(label.Size.CodeSide * scale);
        var module = Math.Max(1, side / label.Code.Size);
        var edge = Dots(label.Size.CodeEdge) + Math.Max(0, side - module * label.Code.Size) / 2;
        for (var row = 0; row < label.Code.Size; row++)
        {
            for (var column = 0; column < label.Code.Size; column++)
            {
                if (label.Code.IsDark(column, row)) picture.Blacken(edge + column * module, edge + row * module, module);
            }
        }
        foreach (var line in label.Lines) picture.Write(line, scale);
        return picture;

        int Dots(double millimetres) => (int)Math.Round(millimetres * scale);
    }

    private void Blacken(int left, int top, int side)
    {
        for (var row = top; row < Math.Min(top + side, Height); row++) dots.AsSpan(row * Width, Width)[left..Math.Min(left + side, Width)].Clear();
    }

    private void Write(LabelLine line, double scale)
    {
        var (x, size) = (line.X * scale, line.Size / 1000 * scale);
        foreach (var letter in Lettering.Of(line.Face, line.Text))
        {
            Fill([.. letter.Edges.Select(edge => new Edge(
                x + edge.FromX * size, line.Y * scale + edge.FromY * size, x + edge.ToX * size, line.Y * scale + edge.ToY * size))]);
            x += letter.Advance * size;
        }
    }

    // The nonzero rule, line by line: inside is where more of the outline has gone down than up, or the other way round.
    private void Fill(Edge[] outline)
    {
        if (outline.Length == 0) return;
        var first = Math.Max(0, (int)outline.Min(edge => edge.FromY));
        var last = Math.Min(Height - 1, (int)outline.Max(edge => edge.FromY));
        var cover = new double[Width];
        for (var row = first; row <= last; row++)
        {
            Array.Clear(cover);
            for (var sample = 0; sample < LinesARow; sample++)
            {
                var y = row + (sample + 0.5) / LinesARow;
                var (winding, from) = (0, 0d);
                foreach (var (x, turn) in Crossings(outline, y))
                {
                    if (winding == 0) from = x;
                    winding += turn;
                    if (winding == 0) Cover(cover, from, x);
                }
            }
            for (var column = 0; column < Width; column++)
            {
                var ink = Math.Min(1, cover[column] / LinesARow);
                if (ink > 0) dots[row * Width + column] = (byte)Math.Round(dots[row * Width + column] * (1 - ink));
            }
        }
    }

    private static IOrderedEnumerable<(double X, int Turn)> Crossings(Edge[] outline, double y) => outline
        .Where(edge => edge.FromY <= y != edge.ToY <= y)
        .Select(edge => (X: edge.FromX + (y - edge.FromY) * (edge.ToX - edge.FromX) / (edge.ToY - edge.FromY), Turn: edge.FromY <= y ? 1 : -1))
        .OrderBy(crossing => crossing.X);

    private static void Cover(double[] cover, double from, double to)
    {
        for (var column = Math.Max(0, (int)from); column < Math.Min(cover.Length, to); column++)
            cover[column] += Math.Max(0, Math.Min(to, column + 1) - Math.Max(from, column));
    }
}
