using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Lotmark.Ledger.Tests.Interchange.Exports;

/// <summary>A workbook as a program of another maker reads it.</summary>
public static class Workbook
{
    /// <summary>What the Office Open XML schemas have against it.</summary>
    public static IReadOnlyList<string> Faults(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")];
    }

    /// <summary>Its sheets as text: of each row what stands under which title, and whether it is a number or a date.</summary>
    public static string Text(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        var (book, text) = (document.WorkbookPart!, new StringBuilder());
        foreach (var sheet in book.Workbook!.Descendants<Sheet>())
        {
            var worksheet = ((WorksheetPart)book.GetPartById(sheet.Id!)).Worksheet!;
            Assert.Empty(worksheet.Descendants<MergeCell>());
            Assert.Empty(worksheet.Descendants<CellFormula>());
            var rows = worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => Told(c, book)).ToList()).ToList();
            text.Append("# ").Append(sheet.Name!.Value).Append('\n');
            foreach (var row in rows.Skip(1))
            {
                foreach (var (title, value) in rows[0].Zip(row))
                    if (value.Length > 0) text.Append(title).Append(": ").Append(value).Append('\n');
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    private static string Told(Cell cell, WorkbookPart book)
    {
        if (cell.CellValue is null && cell.InlineString is null) return "";
        if (cell.DataType?.Value == CellValues.InlineString) return cell.InlineString!.InnerText;
        Assert.True(cell.DataType is null || cell.DataType.Value == CellValues.Number, $"{cell.DataType}");
        var value = double.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);
        return FormatOf(cell, book) switch
        {
            null => string.Create(CultureInfo.InvariantCulture, $"{value} (number)"),
            "yyyy-mm-dd" => string.Create(CultureInfo.InvariantCulture, $"{DateTime.FromOADate(value):yyyy-MM-dd} (date)"),
            "yyyy-mm-dd hh:mm:ss" => string.Create(CultureInfo.InvariantCulture, $"{DateTime.FromOADate(value):yyyy-MM-dd HH:mm:ss} (instant)"),
            var other => $"{value} ({other})",
        };
    }

    private static string? FormatOf(Cell cell, WorkbookPart book)
    {
        if (cell.StyleIndex is not { } style) return null;
        var sheet = book.WorkbookStylesPart!.Stylesheet!;
        var number = ((CellFormat)sheet.CellFormats!.ElementAt((int)style.Value)).NumberFormatId!.Value;
        return sheet.NumberingFormats?.Elements<NumberingFormat>().FirstOrDefault(f => f.NumberFormatId!.Value == number)?.FormatCode?.Value;
    }
}
