using System.Globalization;
using System.Text;
using QRCoder;

namespace Lotmark.Scanner.Labels;

/// <summary>A QR code (ISO/IEC 18004) with error correction M and a quiet zone of 4 modules, as labels ask for.</summary>
internal sealed class QrSymbol
{
    private readonly QRCodeData data;

    private QrSymbol(QRCodeData data) => this.data = data;

    /// <summary>The symbol that reads as this text, character by character.</summary>
    public static QrSymbol Of(string text) => new(QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M));

    /// <summary>Modules a side, both quiet zones included.</summary>
    public int Size => data.ModuleMatrix.Count;

    /// <summary>Whether a module is dark.</summary>
    public bool IsDark(int column, int row) => row < Size && data.ModuleMatrix[row][column];

    /// <summary>The dark modules as the data of an SVG path, one unit a module.</summary>
    public string ToPath()
    {
        var path = new StringBuilder();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                var from = column;
                while (column < Size && IsDark(column, row)) column++;
                if (column > from) path.Append(CultureInfo.InvariantCulture, $"M{from} {row}h{column - from}v1H{from}z");
            }
        }
        return path.ToString();
    }
}
